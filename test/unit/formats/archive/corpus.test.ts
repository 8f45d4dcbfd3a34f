import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {directoryNode, fileNode, MemoryTree, putNode} from '../../../../src/lib/formats/archive/memory-tree.js'
import {writeTar} from '../../../../src/lib/formats/archive/write.js'
import {ignoreFilesOf, loadIgnorePatterns, sourceFilter} from '../../../../src/lib/formats/ignore/source-ignore.js'

const corpus = join(import.meta.dirname, '../../../corpus/controllers')

type Commit = {files?: string; write?: Record<string, string>; links?: Record<string, string>; modes?: Record<string, string>}
type Step = Commit & {do: string; name?: string; objects?: {kind: string; spec: {ignore?: string}}[]}
type Snapshot = {artifacts: Record<string, {tarSha256: string; tarBytes: number; entries: string[]}>}

function addFolder(root: ReturnType<typeof directoryNode>, folder: string, prefix = ''): void {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) addFolder(root, path, `${prefix}${entry.name}/`)
    else putNode(root, prefix + entry.name, fileNode(readFileSync(path)))
  }
}

function commit(root: ReturnType<typeof directoryNode>, scenario: string, step: Commit): void {
  if (step.files && existsSync(join(corpus, scenario, step.files))) addFolder(root, join(corpus, scenario, step.files))
  for (const [path, text] of Object.entries(step.write ?? {})) putNode(root, path, fileNode(Buffer.from(text)))
  for (const [path, target] of Object.entries(step.links ?? {})) putNode(root, path, {type: 'symlink', mode: 0o777, target})
  for (const [path, mode] of Object.entries(step.modes ?? {})) {
    const node = new MemoryTree(root).node(path)
    if (node?.type === 'file') putNode(root, path, {...node, mode: Number(mode)})
  }
}

/** The work tree that go-git leaves has a `.git` folder; it must never be archived. */
const GIT = {'.git/HEAD': 'ref: refs/heads/main\n', '.git/config': '[core]\n'}

describe.each([
  'git-archive-layout',
  'git-archive-vectors',
  'git-ignore-matrix',
  'git-ignore-spec',
  'git-sourceignore',
  'git-empty-tree',
])('%s', (scenario) => {
  const steps = JSON.parse(readFileSync(join(corpus, scenario, 'steps.json'), 'utf8')) as Step[]
  const expected = JSON.parse(readFileSync(join(corpus, scenario, 'expected.json'), 'utf8')) as {
    snapshots: Record<string, Snapshot>
  }
  const root = directoryNode()
  let ignore: string | undefined
  const cases: {name: string; tree: MemoryTree; ignore: string | undefined}[] = []
  for (const step of steps) {
    if (step.do === 'commit') commit(root, scenario, step)
    if (step.do === 'apply' && step.objects?.[0]?.kind === 'GitRepository') ignore = step.objects[0].spec.ignore
    if (step.do !== 'snapshot') continue
    const copy = directoryNode()
    const visit = (node: ReturnType<typeof directoryNode>, prefix: string): void => {
      for (const [name, child] of node.children) {
        if (child.type === 'directory') visit(child, `${prefix}${name}/`)
        else putNode(copy, prefix + name, child)
      }
    }
    visit(root, '')
    for (const [path, text] of Object.entries(GIT)) putNode(copy, path, fileNode(Buffer.from(text)))
    cases.push({name: step.name!, tree: new MemoryTree(copy), ignore})
  }

  it.each(cases)('$name', async ({name, tree, ignore}) => {
    const artifact = Object.values(expected.snapshots[name]!.artifacts)[0]!
    const tar = await writeTar(tree, sourceFilter(await loadIgnorePatterns(tree, ignoreFilesOf(tree)), ignore))
    expect({bytes: tar.length, sha256: createHash('sha256').update(tar).digest('hex')}).toEqual({
      bytes: artifact.tarBytes,
      sha256: artifact.tarSha256,
    })
  })
})
