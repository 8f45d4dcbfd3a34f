import type {Interfaces} from '@oclif/core'
import {openSession} from '../../base.js'
import {commandsBelow} from '../../families.js'
import {GLOBAL_FLAGS} from '../../flags/global-flags.js'
import type {Host} from '../../host.js'
import {commandTree, findCommand, nearWords, ownFlags} from '../command-tree.js'
import {parseLine} from '../parse-line.js'
import {lineSteps} from './line-steps.js'
import {wordHints} from './near-commands.js'
import {nearNames} from './near-names.js'
import {placeOf} from './typed-words.js'

type Flags = Record<string, Interfaces.Flag<unknown>>

/** Tells people what to type after an error: what their words meant, else what is to be done about it. */
export async function tellNextSteps(error: unknown, argv: readonly string[], host: Host): Promise<void> {
  const globals = GLOBAL_FLAGS as unknown as Flags
  const root = await wholeTree()
  const {node, rest} = findCommand(argv, root, globals)
  const defs = {...globals, ...ownFlags(node)} as Flags
  const line = await parseLine(rest, defs).catch(() => undefined)
  const meant = lineSteps(error, {node, root, rest, defs, line})
  for (const hint of meant) host.out.action(hint)
  if (meant.length > 0) return
  const namespace = line?.given.has('namespace') ? String(line.flags['namespace']) : undefined
  const unknown = error instanceof Error ? /^unknown flag: --(.+)$/.exec(error.message)?.[1] : undefined
  const nearFlags = unknown === undefined ? [] : nearFlagsOf(unknown, defs)
  const failed = {words: node.path, name: line?.args[0], namespace, nearFlags}
  if (line && (line.args.length === 1 || line.given.has('for'))) {
    const {session, close} = openSession(host, line, defs)
    const hints = await nearNames(error, node.path, session).finally(close)
    for (const hint of hints) host.out.action(hint)
  }
  const {nextSteps} = await import('../../../lib/output/next-steps.js')
  for (const step of nextSteps(error, failed)) host.out.action(step)
}

/** A group answers a word that it does not know with its help, as in cobra; people are told what they may have meant. */
export async function tellNearCommands(
  path: readonly string[],
  words: readonly string[],
  typed: readonly string[],
  host: Host,
): Promise<void> {
  const root = await wholeTree()
  const {node} = findCommand(path, root, {})
  for (const hint of wordHints(node, [...words, ...placeOf(typed)], root)) host.out.action(hint)
}

const wholeTree = async () => commandTree(await commandsBelow(undefined))

/** Two slips in a flag of three letters make another one. */
function nearFlagsOf(flag: string, defs: Flags): string[] {
  return nearWords(flag, Object.keys(defs)).filter((name) => flag.length > 3 || name.startsWith(flag))
}
