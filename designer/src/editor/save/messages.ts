/** Texts of saving. */
export const messages = {
  merged: 'Somebody else changed this flow meanwhile. Both changes are in it now; Undo takes theirs out again.',
  state: {
    saved: 'Saved',
    pending: 'Saving …',
    saving: 'Saving …',
    unsavedKept: 'Not saved; kept in this browser',
    unsavedLost: 'Not saved, and this browser cannot keep it: leave this page open',
    conflict: 'Not saved: somebody else changed the same',
    text: 'The JSON view holds text that is no JSON yet; kept in this browser',
  },
  conflict: {
    title: 'Somebody else changed the same',
    explain:
      'While you were editing, another editor saved this flow. What only one of you changed is joined by itself. Choose for the rest.',
    base: 'Before',
    theirs: 'Theirs',
    mine: 'Mine',
    nothing: 'not there',
    take: 'Save the joined flow',
    allMine: 'All mine',
    allTheirs: 'All theirs',
    later: 'Decide later',
    open: 'Decide',
    field: (path: string) => `Which one to take for ${path}`,
  },
} as const;
