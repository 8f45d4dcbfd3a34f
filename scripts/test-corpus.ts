// Replays recorded flux command lines and prints what differs.
// usage: npm run test:corpus -- [DIR] [--on embedded|KUBECONFIG] [--binary] [--only FAMILY[/NAME]] [--quiet]
import {existsSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {type CliCase, corpusFault, familiesOf} from '../test/golden/cli-replay/cases.js'
import {type CaseResult, replayAll} from '../test/golden/cli-replay/run-all.js'
import {asProcess, inProcess} from '../test/golden/cli-replay/run-line.js'
import {clusterServer, embeddedServer} from '../test/golden/cli-replay/servers/api-servers.js'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const option = (name: string) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined)
const flag = (name: string) => args.includes(name) && args.splice(args.indexOf(name), 1).length > 0
const on = option('--on') ?? 'embedded'
const only = option('--only')?.split(',') ?? ['']
const [binary, quiet] = [flag('--binary'), flag('--quiet')]
const corpus = resolve(args[0] ?? join(root, 'test/corpus/cli'))
const fault = corpusFault(corpus) ?? (on === 'embedded' || existsSync(on) ? undefined : `${on}: no such kubeconfig`)
if (fault) {
  console.error(fault)
  process.exit(1)
}

const cluster = on === 'embedded' ? undefined : await clusterServer(root, on, readFileSync(on, 'utf8'))
const wanted = ({family, name}: CliCase) =>
  only.some((word) => (word.includes('/') ? `${family}/${name}`.startsWith(word) : word === '' || family === word))
const families = familiesOf(corpus)
// recordings of our own without files use those of the corpus
const assets = ['setup', 'dirs'].some((name) => existsSync(join(corpus, name))) ? undefined : join(root, 'test/corpus/cli')
const results = await replayAll(families, wanted, {
  ...{corpus, assets, cluster, run: binary ? asProcess(root) : inProcess(root)},
  start: () => embeddedServer(root, {virtual: !binary}),
})
await cluster?.close()

/** Reasons of the golden tests, by `family/name`. */
const lists = ['cli', 'cli-verbs', 'cli-lines'].map((name) => join(root, 'test/golden', `${name}-known-differences.json`))
const reasons = Object.assign({}, ...lists.map((file) => JSON.parse(readFileSync(file, 'utf8')))) as Record<string, string>
const reasonOf = ({entry, differences}: CaseResult) =>
  differences.length > 0 ? reasons[`${entry.family}/${entry.name}`] : undefined

const equal = (list: readonly CaseResult[]) => list.filter(({differences}) => differences.length === 0).length
for (const result of results) {
  const {entry, differences} = result
  const reason = reasonOf(result)
  if (differences.length > 0 && !quiet)
    console.log(
      [
        `${entry.family}/${entry.name}: flux ${entry.argv.join(' ')}`,
        ...(reason ? [`  listed: ${reason}`] : []),
        ...differences,
      ].join('\n'),
    )
}
for (const family of families) {
  const list = results.filter(({entry}) => entry.family === family)
  if (list.length > 0) console.log(`${family}: ${equal(list)} of ${list.length} equal`)
}
const listed = results.filter((result) => reasonOf(result) !== undefined).length
console.log(`${equal(results)} of ${results.length} equal${listed > 0 ? `, ${listed} listed with a reason` : ''}`)
// a pipe may not have taken everything yet
process.stdout.write('', () => process.exit(equal(results) + listed === results.length ? 0 : 1))
