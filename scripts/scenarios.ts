// Replays a folder of recorded controller scenarios and prints `N of M equal`; fails when one differs that is not known to.
// usage: npm run test:scenarios -- [DIR] [--on embedded|KUBECONFIG] [--only NAME] [--verbose]
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {knownDifferences} from '../test/scenarios/known-differences.js'
import {isEqual, reportOf, runScenarios} from '../test/scenarios/run-scenarios.js'

const {values, positionals} = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    on: {type: 'string', default: 'embedded'},
    only: {type: 'string'},
    verbose: {type: 'boolean', default: false},
  },
})
const folder = positionals[0] ?? join(import.meta.dirname, '../test/corpus/controllers')
const listed = readFileSync(join(import.meta.dirname, '../test/scenarios/known-differences.json'), 'utf8')
const known = knownDifferences(listed, values.on === 'embedded' ? 'embedded' : 'cluster')
const log = values.verbose ? (line: string) => void process.stderr.write(line) : undefined
const results = await runScenarios({
  folder,
  on: values.on,
  only: values.only,
  log,
  onResult: (result) => process.stdout.write(reportOf(result, known.get(result.name))),
})
const different = results.filter((result) => !isEqual(result))
const unknown = different.filter(({name}) => !known.has(name))
const rest = different.length === 0 ? '' : `, ${different.length - unknown.length} known to differ, ${unknown.length} different`
process.stdout.write(`${results.length - different.length} of ${results.length} equal${rest}\n`)
process.exitCode = unknown.length === 0 ? 0 : 1
