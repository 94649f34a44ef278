import { writeFileSync } from 'node:fs';
import { connectControl, type ParentPort } from './control.ts';
import { createEngine, type Engine } from './engine.ts';

/**
 * Where the engine starts as a process of its own: Electron's utility process, which has `process.parentPort`. Tests
 * and the command line call `createEngine` themselves.
 */

/** Leaves every memory segment out of a core dump (core(5)); the file would hold keys and messages. Linux only. */
function leaveMemoryOutOfCoreDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // No /proc, or not ours to write: the system decides about core dumps.
  }
}

/**
 * Ends the process without printing what was thrown: its text may quote a message. Frames hold file names of the
 * program only, so they are kept. Main locks the app when the engine is gone.
 */
function endWithoutWords(thrown: unknown): void {
  if (thrown instanceof Error && thrown.stack) {
    const frames = thrown.stack.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
    process.stderr.write(`engine ended by ${thrown.name}\n${frames.join('\n')}\n`);
  }
  process.exit(70);
}

function main(parent: ParentPort): void {
  let engine: Promise<Engine> | null = null;

  const control = connectControl(parent, (message, port) => {
    if (message.kind === 'start') {
      if (engine !== null) return;
      engine = createEngine({ start: message, control });
      void engine.then(() => control.notice({ kind: 'ready' }));
    } else if (message.kind === 'port') {
      if (port !== undefined) void engine?.then((started) => started.setPort(port));
    } else if (message.kind === 'online') {
      void engine?.then((started) => started.setOnline(message.online));
    } else {
      void engine?.then((started) => started.setLocale(message.locale));
    }
  });
}

leaveMemoryOutOfCoreDumps();
process.on('uncaughtException', endWithoutWords);
process.on('unhandledRejection', endWithoutWords);

const { parentPort } = process as { parentPort?: ParentPort };
if (parentPort === undefined) process.exit(64);
main(parentPort);
