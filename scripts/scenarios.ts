// Replays a folder of recorded controller scenarios and prints `N of M equal`.
// usage: npm run test:scenarios -- [DIR] [--on embedded|KUBECONFIG] [--only NAME] [--verbose]
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {reportOf, runScenarios} from '../test/scenarios/run-scenarios.js'

const {values, positionals} = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    on: {type: 'string', default: 'embedded'},
    only: {type: 'string'},
    verbose: {type: 'boolean', default: false},
    known: {type: 'string'},
  },
})
const folder = positionals[0] ?? join(import.meta.dirname, '../test/corpus/controllers')
const log = values.verbose ? (line: string) => void process.stderr.write(line) : undefined
const results = await runScenarios({
  folder,
  on: values.on,
  only: values.only,
  log,
  onResult: (result) => process.stdout.write(reportOf(result)),
})
const equal = results.filter((result) => result.differences.length === 0 && result.failure === undefined).length
process.stdout.write(`${equal} of ${results.length} equal\n`)
process.exitCode = equal === results.length ? 0 : 1
