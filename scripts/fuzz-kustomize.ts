/**
 * Builds random trees with the real kustomize and with ours and shows the first that differ.
 * node scripts/run.mjs fuzz-kustomize [COUNT] [SEED] [OUT_DIR] [usual|odd|strange|plugins|settings|nested|monorepo|mutated]
 */
import {execFile} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {build, load} from '../src/lib/engines/kustomize/index.js'
import {memoryTree} from '../test/unit/engines/kustomize/memory-tree.js'
import {oddTrees} from '../test/unit/engines/kustomize/odd-trees.js'
import {monorepoTrees} from '../test/unit/engines/kustomize/random/monorepo-trees.js'
import {mutatedTrees} from '../test/unit/engines/kustomize/random/mutated-trees.js'
import {nestedTrees} from '../test/unit/engines/kustomize/random/nested-trees.js'
import {pluginTrees} from '../test/unit/engines/kustomize/random/plugin-trees.js'
import {settingTrees} from '../test/unit/engines/kustomize/random/setting-trees.js'
import {FAMILIES, recordings} from '../test/unit/engines/kustomize/replay.js'
import {KNOWN_REFUSALS, strangeTrees} from '../test/unit/engines/kustomize/strange-trees.js'
import {type Tree, trees} from '../test/unit/engines/kustomize/trees.js'

const MODES: Readonly<Record<string, () => fc.Arbitrary<Tree>>> = {
  usual: () => trees,
  odd: () => oddTrees,
  strange: () => strangeTrees,
  plugins: () => pluginTrees,
  settings: () => settingTrees,
  nested: () => nestedTrees,
  monorepo: () => monorepoTrees,
  mutated: () => mutatedTrees(FAMILIES.flatMap((family) => (family === 'charts' ? [] : recordings(family)))),
}

const [count = '100', seed = '1', out, mode = 'usual'] = process.argv.slice(2)
if (!Object.hasOwn(MODES, mode)) throw new Error(`no mode ${mode}, only ${Object.keys(MODES).join(', ')}`)
const binary = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/kustomize')
if (!existsSync(binary)) throw new Error(`no kustomize at ${binary}`)
const SHOWN = 60
const SHOWN_WORDS = 40

type Outcome = {ok: boolean; text: string}

function real(tree: Tree): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-fuzz-'))
  writeTree(folder, tree)
  const limits = {encoding: 'utf8', timeout: 30_000, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024} as const
  return new Promise((resolve) => {
    execFile(binary, ['build', join(folder, tree.path)], limits, (error, stdout, stderr) => {
      rmSync(folder, {recursive: true, force: true})
      if (error === null) return resolve({ok: true, text: stdout})
      if (error.killed) return resolve({ok: false, text: 'panic: no end'})
      const lines = stderr.replaceAll(folder, '/dir')
      const fault = lines.slice(Math.max(0, lines.search(/^(?:Error|panic): /m))).replace(/\n\ngoroutine [\s\S]*/, '')
      // what is left in the end may panic with words of its own
      const text = fault.replace(/^(?:Error: |panic: (?=may not add))/, '')
      resolve({ok: false, text: text.replaceAll(/ ?&\{0x[^}]*\}/g, '').trim()})
    })
  })
}

async function ours(tree: Tree): Promise<Outcome> {
  try {
    const input = await load(memoryTree(tree.files), tree.path, {root: '/dir', restriction: 'root', order: 'legacy'})
    return {ok: true, text: build(input).yaml()}
  } catch (error) {
    const {name, message, stack} = error as Error
    return {ok: false, text: name === 'KustomizeError' ? message.trim() : `BUG ${stack}`}
  }
}

function writeTree(folder: string, tree: Tree): void {
  rmSync(folder, {recursive: true, force: true})
  for (const [path, content] of Object.entries(tree.files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), content)
  }
}

const tally = {built: 0, refused: 0, different: 0, known: 0, 'refused in other words': 0}

const reasons = new Map<string, number>()

/** The end of a refusal, without what differs from tree to tree. */
function reason(text: string): string {
  return text
    .replaceAll(/'[^']*'|"[^"]*"|\d+/g, '_')
    .slice(-70)
    .replaceAll('\n', ' ')
}

function judge(tree: Tree, expected: Outcome, found: Outcome): void {
  tally[expected.ok ? 'built' : 'refused']++
  if (!expected.ok) reasons.set(reason(expected.text), (reasons.get(reason(expected.text)) ?? 0) + 1)
  if (expected.ok === found.ok && (!expected.ok || expected.text === found.text)) {
    if (expected.text === found.text) return
    if (found.text.startsWith('BUG')) console.log(`BUG ${found.text}`)
    const nth = ++tally['refused in other words']
    if (nth > SHOWN_WORDS || out === undefined) return
    writeTree(join(out, `words-${nth}`), tree)
    console.log(`WORDS ${nth}\n  real: ${expected.text.slice(0, 700)}\n  ours: ${found.text.slice(0, 700)}`)
    return
  }
  if (!expected.ok && KNOWN_REFUSALS.test(expected.text)) {
    tally.known++
    return
  }
  tally.different++
  if (out === undefined || tally.different > SHOWN) return
  const folder = join(out, `case-${tally.different}`)
  writeTree(folder, tree)
  writeFileSync(join(folder, 'expected'), expected.text)
  writeFileSync(join(folder, 'found'), found.text)
  const theirs = expected.ok ? 'built' : `refused: ${expected.text.slice(-300)}`
  console.log(`DIFFERENT ${folder}: ${theirs} / ours ${found.ok ? 'built' : found.text.slice(-600)}`)
}

const left = fc.sample(MODES[mode]!(), {numRuns: Number(count), seed: Number(seed)})
const walk = async () => {
  for (let tree = left.shift(); tree !== undefined; tree = left.shift()) judge(tree, await real(tree), await ours(tree))
}
await Promise.all([walk(), walk()])
console.log(
  `${count} trees (${mode}): ${Object.entries(tally)
    .map(([what, many]) => `${many} ${what}`)
    .join(', ')}`,
)
for (const [why, many] of [...reasons].sort(([, a], [, b]) => b - a).slice(0, 40))
  console.log(`${String(many).padStart(6)} ${why}`)
