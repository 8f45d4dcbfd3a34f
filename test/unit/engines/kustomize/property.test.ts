import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {build, load} from '../../../../src/lib/engines/kustomize/index.js'
import {memoryTree} from './memory-tree.js'
import {oddTrees} from './odd-trees.js'
import {type Tree, trees} from './trees.js'

const COUNT = Number(process.env.KUSTOMIZE_TREES ?? 25)
// always the same trees unless asked otherwise: a test of a clone must not depend on luck
const SEED = Number(process.env.KUSTOMIZE_SEED ?? 1)
const binary = join(process.env.FLUX_PEERS ?? join(homedir(), '.cache/flux-peers'), 'bin/kustomize')

/** What the real tool prints; undefined when it refuses. */
function real(tree: Tree): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-tree-'))
  try {
    for (const [path, text] of Object.entries(tree.files)) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), text)
    }
    return execFileSync(binary, ['build', join(folder, tree.path)], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})
  } catch {
    return undefined
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function ours(tree: Tree): Promise<string | undefined> {
  try {
    return build(await load(memoryTree(tree.files), tree.path, {root: '/dir', restriction: 'root', order: 'legacy'})).yaml()
  } catch (error) {
    if ((error as Error).name !== 'KustomizeError') throw error
    return undefined
  }
}

describe('random trees', () => {
  it.skipIf(!existsSync(binary)).each([
    ['usual', trees],
    ['odd', oddTrees],
  ])(`${COUNT} %s ones are built as by the real kustomize (skipped without it)`, async (_, kind) => {
    await fc.assert(
      fc.asyncProperty(kind, async (tree) => {
        expect(await ours(tree)).toBe(real(tree))
      }),
      {numRuns: COUNT, seed: SEED},
    )
  })

  it('the same input gives the same bytes, ten at once, and stays as it was', async () => {
    const [tree] = fc.sample(trees, {numRuns: 40, seed: 3}).filter((candidate) => Object.keys(candidate.files).length > 4)
    const input = structuredClone(await load(memoryTree(tree!.files), tree!.path, {root: '/dir'}))
    const before = structuredClone(input)
    const texts = await Promise.all(Array.from({length: 10}, async () => attempt(() => build(input).yaml())))
    expect(new Set(texts).size).toBe(1)
    expect(input).toEqual(before)
  })
})

function attempt(action: () => string): string {
  try {
    return action()
  } catch (error) {
    return (error as Error).message
  }
}
