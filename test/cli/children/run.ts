import { runImport } from '../../../electron/cli/import.ts';
import { runQuery } from '../../../electron/cli/query.ts';

const [verb, ...args] = process.argv.slice(2);
process.exitCode = await (verb === 'import' ? runImport(args) : runQuery(args));
