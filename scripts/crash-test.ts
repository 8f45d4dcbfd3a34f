// Kills a writing server with SIGKILL again and again and looks for what was lost.
// usage: node scripts/run.mjs crash-test [ROUNDS]
import {join} from 'node:path'
import {crashRounds} from '../test/conformance/crash.js'

const rounds = Number(process.argv[2] ?? 100)
const {faults, acknowledged} = await crashRounds(join(import.meta.dirname, 'run.mjs'), rounds)
for (const fault of faults) console.log(fault)
console.log(`${rounds} kills, ${acknowledged} objects acknowledged, ${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)
