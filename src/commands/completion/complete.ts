import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import {type CommandNode, findCommand} from '../line/command-tree.js'
import {type ParsedLine, parseLine} from '../line/parse-line.js'
import {type Candidate, type Completion, type CompletionSource, DIRECTIVES} from './candidate.js'
import {describe} from './describe.js'
import {flagCandidates, flagsOf} from './flag-candidates.js'
import {flagInProgress} from './flag-in-progress.js'

/** cobra's names of the directives. */
const NAMES: Readonly<Record<number, string>> = {0: 'Default', 1: 'Error', 4: 'NoFileComp'}

/** Answers `flux __complete WORDS...`, with which the scripts of `flux completion` ask what the last word may become. */
export async function complete(words: readonly string[], source: CompletionSource, descriptions: boolean): Promise<number> {
  const current = words.at(-1)
  if (current === undefined) throw new FluxError('usage', 'requires at least 1 arg(s), only received 0')
  const {candidates, directive, note = ''} = await completionOf(words.slice(0, -1), current, source)
  const line = ({text, description}: Candidate) => (descriptions && description ? `${text}\t${description}\n` : `${text}\n`)
  if (note) source.host.out.note(note)
  await source.host.out.data(`${candidates.map(line).join('')}:${directive}\n`)
  source.host.out.note(`Completion ended with directive: ShellCompDirective${NAMES[directive]}\n`)
  return 0
}

const failed = (message: string): Completion => ({
  candidates: [],
  directive: DIRECTIVES.default,
  note: `[Debug] [Error] ${message}\n`,
})

async function completionOf(before: readonly string[], current: string, source: CompletionSource): Promise<Completion> {
  const {root, globals} = source
  const {node, rest} = findCommand(before, root, globals)
  if (node === root && rest[0] === 'help') return subcommands(findCommand(rest.slice(1), root, globals).node, current, source)
  const flags = flagsOf(node, root, globals)
  const progress = flagInProgress(rest, current, flags.all)
  let line: ParsedLine
  try {
    line = await parseLine(progress.rest, flags.all)
  } catch (error) {
    return failed(`Error while parsing flags from args [${progress.rest.join(' ')}]: ${messageOf(error)}`)
  }
  if (node === root && line.args.length > 0) return failed(`unable to find a command for arguments: [${before.join(' ')}]`)
  if (line.help || line.flags['version'] === true) return {candidates: [], directive: DIRECTIVES.noFiles}
  if (progress.flag !== undefined) {
    const {flagValues} = await import('./live-values.js')
    return flagValues(progress.flag, progress.value, source, line, flags.all)
  }
  if (current.startsWith('-') && !current.includes('=') && !rest.includes('--')) {
    return {candidates: flagCandidates(flags, line.given, current), directive: DIRECTIVES.noFiles}
  }
  if (node.children.size > 0) {
    return line.args.length === 0 ? subcommands(node, current, source) : {candidates: [], directive: DIRECTIVES.default}
  }
  const {objectNames} = await import('./live-values.js')
  return objectNames(node.path, current, source, line, flags.all)
}

/** The words below a group by their own names; aliases are not proposed. */
function subcommands(node: CommandNode, current: string, {root, host}: CompletionSource): Completion {
  const names = [...node.children].filter(([name, child]) => child.path.at(-1) === name).map(([name]) => name)
  if (node === root) names.push('help')
  const candidates = [...new Set(names)]
    .filter((name) => name.startsWith(current))
    .sort()
    .map((text) => ({text, description: describe([...node.path, text], node.children.get(text), host.pjson)}))
  return {candidates, directive: node.children.size > 0 ? DIRECTIVES.noFiles : DIRECTIVES.default}
}
