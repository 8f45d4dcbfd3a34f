/**
 * Builds random trees with the real kustomize and with ours and shows the first that differ.
 * node scripts/run.mjs fuzz-kustomize [COUNT] [SEED] [OUT_DIR] [odd|strange]
 */
import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {build, load} from '../src/lib/engines/kustomize/index.js'
import {memoryTree} from '../test/unit/engines/kustomize/memory-tree.js'
import {oddTrees} from '../test/unit/engines/kustomize/odd-trees.js'
import {KNOWN_REFUSALS, strangeTrees} from '../test/unit/engines/kustomize/strange-trees.js'
import {type Tree, trees} from '../test/unit/engines/kustomize/trees.js'

const [count = '100', seed = '1', out, kind] = process.argv.slice(2)
const binary = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/kustomize')
if (!existsSync(binary)) throw new Error(`no kustomize at ${binary}`)

type Outcome = {ok: boolean; text: string}

function real(tree: Tree): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-fuzz-'))
  try {
    for (const [path, content] of Object.entries(tree.files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), content)
    }
    try {
      return {
        ok: true,
        text: execFileSync(binary, ['build', join(folder, tree.path)], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']}),
      }
    } catch (error) {
      const lines = String((error as {stderr: unknown}).stderr).replaceAll(folder, '/dir')
      return {
        ok: false,
        text: lines
          .slice(lines.indexOf('Error: ') + 7)
          .replaceAll(/ ?&\{0x[^}]*\}/g, '')
          .trim(),
      }
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
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

let built = 0
let refused = 0
let differ = 0
let otherWords = 0
const words = new Map<string, number>()
const arbitrary = kind === 'odd' ? oddTrees : kind === 'strange' ? strangeTrees : trees
let known = 0
for (const tree of fc.sample(arbitrary, {numRuns: Number(count), seed: Number(seed)})) {
  const expected = real(tree)
  const found = await ours(tree)
  if (expected.ok) built++
  else refused++
  if (expected.ok === found.ok && (expected.ok ? expected.text === found.text : true)) {
    if (!expected.ok && expected.text !== found.text && otherWords++ < 12 && out !== undefined) {
      writeTree(join(out, `words-${otherWords}`), tree)
      console.log(`WORDS ${otherWords}\n  real: ${expected.text.slice(0, 700)}\n  ours: ${found.text.slice(0, 700)}`)
    }
    if (!expected.ok) words.set(expected.text.slice(0, 40), (words.get(expected.text.slice(0, 40)) ?? 0) + 1)
    continue
  }
  if (!expected.ok && KNOWN_REFUSALS.test(expected.text)) {
    known++
    continue
  }
  differ++
  if (out === undefined || differ > 8) continue
  const folder = join(out, `case-${differ}`)
  writeTree(folder, tree)
  writeFileSync(join(folder, 'expected'), expected.text)
  writeFileSync(join(folder, 'found'), found.text)
  console.log(
    `DIFFERENT ${folder}: ${expected.ok ? 'built' : `refused: ${expected.text.slice(0, 300)}`} / ours ${found.ok ? 'built' : found.text.slice(0, 600)}`,
  )
}
console.log(
  `${count} trees: ${built} built, ${refused} refused, ${differ} different, ${known} known to be, ${otherWords} refused in other words`,
)
