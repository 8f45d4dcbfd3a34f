import {readFileSync} from 'node:fs'
import {join} from 'node:path'

/** A command of flux 2.9.5, read off the released binary. */
export interface ReferenceCommand {
  /** `flux get sources git` */
  readonly path: string
  /** other spellings of the last word */
  readonly aliases: readonly string[]
  readonly runnable: boolean
  readonly hidden?: boolean
  /** own flags; persistent ones hold for the commands below too */
  readonly flags: readonly ReferenceFlag[]
}

export interface ReferenceFlag {
  readonly name: string
  readonly short: string | null
  readonly type: string
  readonly default: unknown
  readonly persistent: boolean
}

export function referenceTree(root: string): ReferenceCommand[] {
  return JSON.parse(readFileSync(join(root, 'test/fixtures/cli-tree.json'), 'utf8')) as ReferenceCommand[]
}

/** Commands of the reference that do not exist here yet, by path. */
export function notYetCommands(root: string): ReadonlySet<string> {
  return new Set(JSON.parse(readFileSync(join(root, 'test/contract/not-yet-commands.json'), 'utf8')) as string[])
}

/** The command or group that a command line names: the longest one whose words stand in it in order. */
export function commandOf(argv: readonly string[], tree: readonly ReferenceCommand[]): ReferenceCommand {
  let node = tree.find((row) => row.path === 'flux')!
  for (const word of argv) {
    const below = tree.filter(
      (row) => row.path.startsWith(`${node.path} `) && !row.path.slice(node.path.length + 1).includes(' '),
    )
    node = below.find((row) => row.path.endsWith(` ${word}`) || row.aliases.includes(word)) ?? node
  }
  return node
}

/** True when neither the command nor, for a group, any command below it exists here yet. */
export function isNotYet(
  {path, runnable}: ReferenceCommand,
  tree: readonly ReferenceCommand[],
  missing: ReadonlySet<string>,
): boolean {
  if (runnable) return missing.has(path)
  if (path === 'flux') return false
  const below = tree.filter((row) => row.runnable && row.path.startsWith(`${path} `))
  return below.every((row) => missing.has(row.path))
}
