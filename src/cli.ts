#!/usr/bin/env node
import { Command } from 'commander';
import { addPerson, type PersonOptions } from './commands/add-person.js';
import { checkConfiguration } from './commands/check-configuration.js';
import { applyConfiguration } from './commands/apply-configuration.js';
import { diagnose } from './commands/doctor.js';
import { migrateDatabase } from './commands/migrate-database.js';
import { verifyAudit } from './commands/verify-audit.js';
import { resealSecrets } from './commands/reseal-secrets.js';
import { checkRouteFile, simulateRouteFile } from './commands/route-files.js';
import { readDotEnv } from './platform/config.js';
import { serve } from './serve.js';

/** Exit codes: 0 done, 1 failed (or problems found), 2 refused or wrongly called. */
const program = new Command('millrace').description('Document flow: streams, routes, assignments, intake.');

program
  .command('start')
  .description('Start the server; without options both the web part and the worker')
  .option('--web', 'answer HTTP only')
  .option('--worker', 'carry out jobs and read mailboxes only')
  .action(async ({ web, worker }: { web?: boolean; worker?: boolean }) => {
    await serve(web === worker ? { web: true, worker: true } : { web: web === true, worker: worker === true });
  });

program.command('migrate').description('Bring the database schema up to date').action(exitWith(migrateDatabase));

const config = program.command('config').description('Streams, routes and templates in files');
config
  .command('check')
  .description('Check the files; every problem with file, line and what was expected')
  .argument('[folder]', 'the folder that holds streams/, routes/ and templates/', '.')
  .action(exitWith(checkConfiguration));
config
  .command('apply')
  .description('Publish what is sound and has changed')
  .argument('[folder]', 'the folder that holds streams/, routes/ and templates/', '.')
  .action(exitWith(applyConfiguration));

const route = program.command('route').description('Single route files, without a database');
route.command('check').description('Check a BPMN file').argument('<file>').action(exitWith(checkRouteFile));
route
  .command('simulate')
  .description('Step a BPMN file through a script; prints the trail as JSON lines')
  .argument('<file>')
  .option('--script <steps.json>', 'what happens; without it the route is only started')
  .action(exitWith((file: string, { script }: { script?: string }) => simulateRouteFile(file, script)));

const user = program.command('user').description('People who may sign in');
user
  .command('add')
  .description('Add a person; the password is read from standard input')
  .argument('<login>')
  .requiredOption('--name <name>', 'first and last name')
  .option('--email <address>')
  .option('--role <role...>', 'roles, e.g. admin', [])
  .option('--language <language>', 'en, ru, pl or lt', 'en')
  .action(exitWith((login: string, options: PersonOptions) => addPerson(login, options)));

program
  .command('audit')
  .description('The log of who changed what')
  .command('verify')
  .description('Check that nothing in it was altered, removed or inserted; prints an anchor to note elsewhere')
  .option('--anchor <position:hash>', 'an anchor printed earlier, which must still hold')
  .action(exitWith(verifyAudit));

program
  .command('secrets')
  .description('Passwords and keys that are kept encrypted')
  .command('reseal')
  .description('Encrypt all of them with the SECRET_KEY in use; the earlier one is read from SECRET_KEY_PREVIOUS')
  .action(exitWith(resealSecrets));

program
  .command('doctor')
  .description('Look at database, mail, browser and disk; say how to mend')
  .action(exitWith(diagnose));

function exitWith<Parameters extends unknown[]>(command: (...parameters: Parameters) => Promise<number>) {
  return async (...parameters: Parameters): Promise<void> => {
    try {
      process.exitCode = await command(...parameters);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  };
}

readDotEnv();
await program.parseAsync();
