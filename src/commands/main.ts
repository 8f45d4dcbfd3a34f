import type {Command, Interfaces} from '@oclif/core'
import {FluxError, messageOf} from '../lib/errors/flux-error.js'
import type {Connection} from '../lib/wiring/connection.js'
import {type BaseCommand, openSession, warnOfEnvironment} from './base.js'
import type {CompletionSource} from './completion/candidate.js'
import {commandsBelow} from './families.js'
import {boolFlag} from './flags/flag-types.js'
import {GLOBAL_FLAGS} from './flags/global-flags.js'
import type {Host} from './host.js'
import {type CommandNode, commandTree, findCommand, firstWord, nearWords, ownFlags} from './line/command-tree.js'
import {type ParsedLine, parseLine} from './line/parse-line.js'
import {refuseArguments} from './line/refuse-arguments.js'
import {silentAfter} from './silent-out.js'

type Flags = Record<string, Interfaces.Flag<unknown>>

/** Runs one command line; resolves with the exit code. Everything that went wrong has been said on stderr. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    return await runLine(argv, host)
  } catch (thrown) {
    const error = host.signal.aborted ? cutOff(host, thrown) : thrown
    const {renderError} = await import('../lib/output/error.js')
    const verbose = argv.includes('--verbose')
    // scripts read stderr: what only helps people is for terminals
    const forPeople = host.out.interactive || verbose
    const hints = forPeople || !(await sameAsElsewhere(argv))
    const {text, exitCode} = renderError(error, {verbose, hints, redact: host.redactor.text})
    if (text !== '') host.out.note(text)
    if (forPeople) await (await import('./line/meant/tell-next-steps.js')).tellNextSteps(error, argv, host)
    return exitCode
  }
}

/** Commands whose errors are those of CNCF's flux, word for word: scripts compare what they say. */
const SAME = new Set(['build kustomization', 'diff kustomization'])

async function sameAsElsewhere(argv: readonly string[]): Promise<boolean> {
  const {node} = findCommand(argv, await treeFor(argv), GLOBAL_FLAGS as unknown as Flags)
  return SAME.has(node.path.join(' '))
}

/** The tree of the commands that a line may name. */
const treeFor = async ([first]: readonly string[]): Promise<CommandNode> => commandTree(await commandsBelow(first))

/** The root command alone has it; the way to a command does not know it, as in cobra: `flux -v get ks` is `flux ks`. */
const VERSION: Flags = {version: boolFlag({char: 'v', summary: 'version for flux'}) as Interfaces.Flag<unknown>}

async function runLine(argv: readonly string[], host: Host): Promise<number> {
  warnOfEnvironment(host)
  const root = await treeFor(argv)
  const globals = GLOBAL_FLAGS as unknown as Flags
  const {node, rest} = findCommand(argv, root, globals)
  if (node === root && /^__complete(NoDesc)?$/.test(argv[firstWord(argv, globals)] ?? '')) {
    return completeWords(argv, {host, root, globals})
  }
  if (node === root && rest[0] === 'help') return help(rest.slice(1), root, globals, host)
  if (node === root) await refuseUnknown(rest, root, globals)
  else if (!node.command) await refuseToCome(node, rest, globals)
  const defs = {...globals, ...(node === root ? VERSION : ownFlags(node))} as Flags
  const line = await parseLine(rest, defs).catch((error: unknown) => {
    throw refusedFlags(error, node.command)
  })
  for (const name of line.typed) await tellDeprecated(name, defs, host)
  if (node === root && line.flags['version'] && !line.help) {
    await host.out.data(`flux version ${host.pjson.fluxVersion}\n`)
    return 0
  }
  if (line.help || !node.command) {
    await showHelp(node, host)
    if (!line.help && node !== root) await tellNearCommands(node, line, rest, host)
    return 0
  }
  await runCommand(node.command, line, {path: node.path, defs, host})
  return 0
}

type CommandClass = Pick<typeof BaseCommand, 'arity' | 'checksNamespace' | 'flagFault' | 'windsDown'> & (new () => BaseCommand)

/** The same error with the exit code that the command has for it. */
function refusedFlags(error: unknown, command: Command.Class | undefined): unknown {
  const exitCode = (command as CommandClass | undefined)?.flagFault
  if (exitCode === undefined || !(error instanceof FluxError)) return error
  return new FluxError(error.code, error.message, {exitCode, hints: error.hints, cause: error.cause})
}

interface Called {
  readonly path: readonly string[]
  readonly defs: Flags
  readonly host: Host
}

async function runCommand(command: Command.Class, line: ParsedLine, {path, defs, host}: Called): Promise<void> {
  const Class = command as unknown as CommandClass
  if (Class.arity !== undefined) refuseArguments(line.args, ['flux', ...path].join(' '), Class.arity)
  const {signal} = host
  const own = Class.windsDown ? host : {...host, out: silentAfter(host.out, signal)}
  const {session, opened, close} = openSession(own, line, defs)
  try {
    if (Class.checksNamespace) await session.namespace()
    await new Class().execute(session)
    if (!Class.windsDown) signal.throwIfAborted()
  } catch (error) {
    throw signal.aborted ? error : await explained(error, await opened()?.catch(() => undefined))
  } finally {
    await close()
  }
}

/**
 * The same error with the exit code of the interrupt: a command that goes on after a failure has not come to its end. One that says
 * no more than that it was interrupted is not told: whoever did that knows it, and flux says nothing either.
 */
function cutOff({signal}: Host, error: unknown): unknown {
  const {reason} = signal
  if (!(reason instanceof FluxError)) return error
  const {exitCode} = reason
  const own = error instanceof FluxError && error.code === 'interrupted' && error !== reason
  if (!own && causesOf(error).includes(reason)) return new FluxError('said', reason.message, {exitCode})
  if (!(error instanceof FluxError)) return new FluxError('failed', messageOf(error), {exitCode, cause: error})
  return new FluxError(error.code, error.message, {exitCode, hints: error.hints, cause: error.cause})
}

/** An error and what stands behind it. */
function causesOf(error: unknown): unknown[] {
  const found: unknown[] = []
  for (let at = error; at instanceof Error && !found.includes(at); at = at.cause) found.push(at)
  return found
}

/** People are told what they may have meant by words that a group does not know. */
async function tellNearCommands(node: CommandNode, line: ParsedLine, typed: readonly string[], host: Host): Promise<void> {
  if (line.args.length === 0 || !(host.out.interactive || line.flags['verbose'])) return
  const near = await import('./line/meant/tell-next-steps.js')
  await near.tellNearCommands(node.path, line.args, typed, host)
}

/** An error about a kind that is not served in the words that tell whether its group is; any other as it is. */
async function explained(error: unknown, connection: Connection | undefined): Promise<unknown> {
  if (!connection || !(error instanceof Error) || !/no matches for kind /.test(error.message)) return error
  const {explainNoMatch} = await import('../lib/actions/verbs/no-match.js')
  return explainNoMatch(connection.ctx, error)
}

/** What a shell asks for; descriptions only when the environment asks for them (the scripts of `flux completion` do). */
async function completeWords(argv: readonly string[], source: CompletionSource): Promise<number> {
  const {complete} = await import('./completion/complete.js')
  const {env} = source.host
  const wanted = env['FLUX_COMPLETION_DESCRIPTIONS'] ?? env['COBRA_COMPLETION_DESCRIPTIONS'] ?? ''
  const at = firstWord(argv, source.globals)
  return complete(argv.toSpliced(at, 1), source, argv[at] === '__complete' && /^(1|t|true)$/i.test(wanted))
}

/** pflag says it on stdout each time that it is typed, in front of everything else. */
async function tellDeprecated(name: string, defs: Flags, host: Host): Promise<void> {
  const deprecated = defs[name]?.deprecated
  if (typeof deprecated !== 'object') return
  await host.out.data(`Flag --${name} has been deprecated, ${deprecated.message}\n`)
}

/** cobra's answer to a first word that is no command. */
async function refuseUnknown(rest: readonly string[], root: CommandNode, globals: Flags): Promise<void> {
  const at = firstWord(rest, globals)
  if (at < 0) return
  const word = rest[at]!
  const near = nearWords(word, [...root.children.keys(), 'help', 'completion'])
  const hint = near.length > 0 ? `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}` : ''
  const {foreignHints} = await import('./line/meant/foreign-words.js')
  const hints = foreignHints(word, rest.toSpliced(at, 1)) ?? []
  throw new FluxError('unknown-command', `unknown command ${JSON.stringify(word)} for "flux"${hint}`, {hints})
}

/** A group answers what it does not know with its help, and success: a command that CNCF's flux has there shall not look as if it had run. */
async function refuseToCome({path}: CommandNode, rest: readonly string[], globals: Flags): Promise<void> {
  const word = rest[firstWord(rest, globals)]
  if (word === undefined) return
  const {toComeHints} = await import('./line/meant/to-come.js')
  const hints = toComeHints([...path, word])
  const group = ['flux', ...path].join(' ')
  if (hints.length > 0) throw new FluxError('unknown-command', `unknown command ${JSON.stringify(word)} for "${group}"`, {hints})
}

async function help(words: readonly string[], root: CommandNode, globals: Flags, host: Host): Promise<number> {
  const {node, rest} = findCommand(words, root, globals)
  if (rest.some((word) => !word.startsWith('-')) && node === root) {
    await host.out.data(`Unknown help topic [${words.map((word) => `\`${word}\``).join(' ')}]\n`)
  }
  await showHelp(node, host)
  return 0
}

async function showHelp(node: CommandNode, host: Host): Promise<void> {
  const {helpText} = await import('./help.js')
  await host.out.data(await helpText(node.path, host.pjson, host.root))
}
