import type {PackageJson} from '../host.js'
import type {CommandNode} from '../line/command-tree.js'

interface Topic {
  readonly description?: string
  readonly subtopics?: Readonly<Record<string, Topic>>
}

/** What a command or a group is for. */
export function describe(path: readonly string[], node: CommandNode | undefined, pjson: PackageJson): string | undefined {
  if (node?.command) return node.command.summary
  if (path.length === 1 && path[0] === 'help') return 'Help about any command'
  let topics = pjson.oclif.topics as Readonly<Record<string, Topic>> | undefined
  let found: Topic | undefined
  for (const word of path) {
    found = topics?.[word]
    topics = found?.subtopics
  }
  return found?.description
}
