// Records the flags of CNCF's controllers: node scripts/run.mjs record-controller-flags
// Needs source-controller and kustomize-controller (FLUX_PEERS names their folder).
import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join, resolve} from 'node:path'

const peers = process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers/bin')
const TARGET = resolve('test/fixtures/controllers/flags.json')

interface Flag {
  /** pflag's word for the value; bool has none */
  readonly type: string
  /** as the help prints it */
  readonly default?: string
}

/** Lines such as `      --concurrent int    Text. (default 4)`. */
function flagsOf(help: string): Record<string, Flag> {
  const flags: Record<string, Flag> = {}
  for (const line of help.split('\n')) {
    const match = /^ {6}--([a-z0-9-]+)(?: ([A-Za-z0-9]+))? {2,}.*?(?: \(default (.*)\))?$/.exec(line)
    if (!match) continue
    const [, name = '', type = 'bool', value] = match
    flags[name] = {type, ...(value === undefined ? {} : {default: value.replace(/^"(.*)"$/, '$1')})}
  }
  return flags
}

const recorded = Object.fromEntries(
  ['source-controller', 'kustomize-controller'].map((name) => {
    // pflag prints its help on stderr
    const help = execFileSync('sh', ['-c', '"$0" --help 2>&1', join(peers, name)], {encoding: 'utf8'})
    return [name, flagsOf(help)]
  }),
)
writeFileSync(TARGET, `${JSON.stringify(recorded, null, 2)}\n`)
for (const [name, flags] of Object.entries(recorded)) console.log(`${name}: ${Object.keys(flags).length} flags`)
