// How a client talks to the test that started it: a line of JSON each way. Whatever throws ends the program with a message and an exit code.
import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const hear = async () => JSON.parse((await lines.next()).value);
const say = (message) => process.stdout.write(JSON.stringify(message) + '\n');

/** Runs the flow that the command line names with the settings that the test gives, and tells the test what came of it. */
export async function run(flows) {
    const flow = flows[process.argv[2]];
    if (!flow) throw new Error(`There is no flow ${process.argv[2]}.`);
    say({ result: await flow(await hear()) });
    process.stdin.destroy();
}

/** Sends the user's browser somewhere; resolves to the address that it came to and the names of the fields that were filled in. */
export async function visit(address, until, answers) {
    say({ visit: String(address), until, answers });
    return hear();
}

/** The error that an action is expected to fail with. */
export async function refusal(action) {
    try {
        await action();
    } catch (error) {
        return error;
    }
    throw new Error('What should have been refused was allowed.');
}
