// The node-* packages write "os" and "cpu" as plain strings, which pnpm does not record in the
// lockfile, so a Mac would be handed the Linux binary. Make them lists.
export const hooks = {
  readPackage(pkg) {
    if (/^node-(linux|darwin|win)-/.test(pkg.name)) {
      pkg.os = [pkg.os].flat();
      pkg.cpu = [pkg.cpu].flat();
    }
    return pkg;
  },
};
