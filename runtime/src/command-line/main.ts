import { enableCompileCache } from 'node:module';

// Half of what a short command takes is reading its code.
enableCompileCache();
const { runCommandLine } = await import('./run-command-line.ts');

process.exitCode = await runCommandLine(process.argv.slice(2));
