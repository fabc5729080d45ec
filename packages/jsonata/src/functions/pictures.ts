const mostKnown = 100;

/**
 * What was made of a picture, for as long as others do not take its place: they are written in expressions and come
 * again with every message. What is made must not be changed.
 */
export function knownPictures<Made>(make: (picture: string) => Made): (picture: string) => Made {
  const known = new Map<string, Made>();
  return picture => {
    const kept = known.get(picture);
    if (kept !== undefined) return kept;
    const made = make(picture);
    if (known.size >= mostKnown) known.clear();
    known.set(picture, made);
    return made;
  };
}
