/**
 * Records what kustomize 5.8.1 makes of the cases in kustomize-cases/ into test/fixtures/kustomize.
 * node scripts/run.mjs record-kustomize [FAMILY]
 */
import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import type {Case} from './kustomize-cases/case.js'
import {cases as charts} from './kustomize-cases/charts.js'
import {cases as content} from './kustomize-cases/content.js'
import {cases as found} from './kustomize-cases/found.js'
import {cases as meanings} from './kustomize-cases/meanings.js'
import {cases as names} from './kustomize-cases/names.js'
import {cases as patches} from './kustomize-cases/patches.js'
import {cases as review} from './kustomize-cases/review.js'
import {cases as structure} from './kustomize-cases/structure.js'
import {cases as texts} from './kustomize-cases/texts.js'
import {cases as transforms} from './kustomize-cases/transforms.js'
import {written} from './kustomize-cases/written.js'
import {cases as yaml} from './kustomize-cases/yaml.js'

const binary = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/kustomize')
if (!existsSync(binary)) throw new Error(`no kustomize at ${binary}`)
const helm = join(dirname(binary), 'helm')
const run = promisify(execFile)

async function record(test: Case): Promise<Record<string, unknown>> {
  const outer = mkdtempSync(join(tmpdir(), 'kustomize-case-'))
  const folder = join(outer, 'dir')
  mkdirSync(folder)
  try {
    for (const [path, text] of Object.entries(test.files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), text)
    }
    const more = test.charts ? ['--enable-helm', '--helm-command', helm] : []
    const outcome = await run(binary, ['build', join(folder, test.path), ...more], {maxBuffer: 64 * 1024 * 1024}).then(
      ({stdout, stderr}) => ({stdout, stderr}),
      (error: {stderr: string}) => ({stderr: error.stderr}),
    )
    // where the build ran and where Go kept things in memory differs from run to run
    const told = outcome.stderr.replaceAll(`${outer}/`, '/').replaceAll(/(?<=[({])0x[0-9a-f]{8,}/g, '0x0')
    const stderr = withoutHelm(told.replace(/^(panic: .*)\n\ngoroutine [\s\S]*/m, '$1\n'))
    return {...test, ...('stdout' in outcome ? {stdout: outcome.stdout} : {}), ...(stderr === '' ? {} : {stderr})}
  } finally {
    rmSync(outer, {recursive: true, force: true})
  }
}

/** Of a helm that failed only what it said: how it was called is kustomize's own affair. */
function withoutHelm(stderr: string): string {
  return stderr
    .replace(/^Error: (?:level=.*\n)?Error: ([\s\S]*?)\s*: unable to run: '[\s\S]*$/, 'Error: $1\n')
    .replace('\n\nUse --debug flag to render out invalid YAML', '')
    .replace(/\/tmp\/kustomize-helm-\d+\//, '')
}

const target = new URL('../test/fixtures/kustomize/', `file://${process.cwd()}/scripts/`)
mkdirSync(target, {recursive: true})
for (const [family, list] of Object.entries({
  names: names(),
  transforms: transforms(),
  yaml: yaml(),
  patches: patches(),
  content: content(),
  texts: texts(),
  found: found(),
  review: review(),
  oddities: written('oddities', 'odd'),
  practice: written('practice', 'practice'),
  between: written('between', 'between'),
  typed: written('typed', 'typed'),
  unique: written('unique', 'unique'),
  merging: written('merging', 'merging'),
  folders: written('folders', 'folder'),
  listed: written('listed', 'listed'),
  meanings: meanings(),
  structure: structure(),
  charts: charts(),
})) {
  if (process.argv[2] !== undefined && process.argv[2] !== family) continue
  const seen = new Set<string>()
  const lines: string[] = []
  for (const test of list) {
    if (seen.has(test.name)) throw new Error(`${family} has two cases named ${test.name}`)
    seen.add(test.name)
    lines.push(JSON.stringify(await record(test)))
  }
  writeFileSync(new URL(`${family}.jsonl`, target), `${lines.join('\n')}\n`)
  console.log(`${family}: ${lines.length} cases`)
}
