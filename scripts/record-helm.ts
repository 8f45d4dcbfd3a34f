/**
 * Records what helm 4 prints for the cases in helm-cases/ into test/fixtures/helm.
 * node scripts/run.mjs record-helm [FAMILY]
 */
import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {type Case, contentOf} from './helm-cases/case.js'
import {cases as charts} from './helm-cases/charts.js'
import {cases as dependencies} from './helm-cases/dependencies.js'
import {cases as edges} from './helm-cases/edges.js'
import {cases as ends} from './helm-cases/ends.js'
import {cases as forms} from './helm-cases/forms.js'
import {cases as found} from './helm-cases/found.js'
import {cases as go} from './helm-cases/go.js'
import {cases as lastLines} from './helm-cases/last-lines.js'
import {cases as logged} from './helm-cases/logged.js'
import {cases as odd} from './helm-cases/odd.js'
import {cases as output} from './helm-cases/output.js'
import {cases as rendering} from './helm-cases/rendering.js'
import {cases as schemas} from './helm-cases/schemas.js'
import {cases as toml} from './helm-cases/toml.js'
import {cases as utf16} from './helm-cases/utf16.js'
import {cases as values} from './helm-cases/values.js'
import {cases as wild} from './helm-cases/wild.js'

const binary = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/helm')
if (!existsSync(binary)) throw new Error(`no helm at ${binary}`)
const run = promisify(execFile)
const {stdout: version} = await run(binary, ['version', '--short'])
if (!version.startsWith('v4.')) throw new Error(`${binary} is helm ${version.trim()}: its words are others than those of helm 4`)

async function record(test: Case): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'helm-case-'))
  try {
    for (const [path, text] of Object.entries(test.files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), contentOf(text))
    }
    const outcome = await run(binary, ['template', 'rel', 'chart', ...test.args], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    }).then(
      ({stdout, stderr}) => ({stdout, stderr, exit: 0}),
      ({stdout, stderr, code}: {stdout: string; stderr: string; code: number}) => ({stdout, stderr, exit: code}),
    )
    return {...test, ...outcome, stderr: outcome.stderr.replaceAll(folder, '<dir>')}
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

const target = join(process.cwd(), 'test/fixtures/helm')
mkdirSync(target, {recursive: true})
for (const [family, list] of Object.entries({
  charts,
  dependencies,
  edges,
  ends,
  forms,
  found,
  go,
  'last-lines': lastLines,
  logged,
  odd,
  output,
  rendering,
  schemas,
  toml,
  utf16,
  values,
  wild,
})) {
  if (process.argv[2] !== undefined && process.argv[2] !== family) continue
  const names = new Set(list.map(({name}) => name))
  if (names.size < list.length) throw new Error(`${family}: two cases have one name`)
  const lines: string[] = []
  for (const test of list) lines.push(JSON.stringify(await record(test)))
  writeFileSync(join(target, `${family}.jsonl`), `${lines.join('\n')}\n`)
  console.log(`${family}: ${lines.length}`)
}
