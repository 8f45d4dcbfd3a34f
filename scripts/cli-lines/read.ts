import {readFileSync} from 'node:fs'
import {basename} from 'node:path'
import type {CaseInput} from '../../test/golden/cli-replay/record.js'
import {controllersNamed} from './controllers.js'

/** What every kind has objects of, and Flux's own Deployments. */
const SETUP = [
  ...['namespaces', 'sources', 'kustomizations', 'helmreleases', 'notifications', 'images'],
  ...['crd-artifactgenerators', 'artifactgenerators', 'source-secrets'],
].map((name) => `${name}.yaml`)

/**
 * The command lines of a file: words as a shell splits them, `NAME=value` in front for the environment (`NAME=-` unsets
 * one), `<<<TEXT` behind for stdin, `# setup: a b` for more set-ups of the corpus from there on, `# dir: a` for a folder of its `dirs` to run in,
 * `# controllers: a` for what controllers do meanwhile (`controllers.ts`), `# each: a | b` for command lines that every line which sets only the environment is run with; other `#` lines are comments.
 */
export function readCliLines(path: string): CaseInput[] {
  let setup: readonly string[] = SETUP
  let dir: string | undefined
  let each: readonly string[] = []
  let controller: CaseInput['controller']
  const cases: CaseInput[] = []
  for (const [at, text] of readFileSync(path, 'utf8').split('\n').entries()) {
    const more = /^# (setup|only): ?(.*)$/.exec(text)
    if (more)
      setup = [
        ...(more[1] === 'setup' ? SETUP : []),
        ...more[2]!
          .split(' ')
          .filter(Boolean)
          .map((name) => `${name}.yaml`),
      ]
    dir = /^# dir: ?(.*)$/.exec(text)?.[1] ?? dir
    const answers = /^# controllers: ?(.*)$/.exec(text)?.[1]
    if (answers !== undefined) controller = answers === '' ? undefined : controllersNamed(answers)
    each = /^# each: ?(.*)$/.exec(text)?.[1]?.split(' | ') ?? each
    if (text.trim() === '' || text.startsWith('#')) continue
    const name = `${basename(path, '.txt')}:${at + 1}`
    const alone = caseOf(text)
    const lines = alone.argv.length > 0 || each.length === 0 ? [alone] : each.map((words) => caseOf(`${text} ${words}`))
    for (const [one, line] of lines.entries())
      cases.push({
        name: lines.length > 1 ? `${name}.${one + 1}` : name,
        setup,
        ...(dir && {dir}),
        ...(controller && {controller}),
        ...line,
      })
  }
  return cases
}

function caseOf(text: string): Pick<CaseInput, 'argv' | 'env' | 'stdin'> {
  const [line = '', stdin] = text.split(' <<<')
  const words = wordsOf(line)
  const first = words.findIndex((word) => !/^[A-Z][A-Z_0-9]*=/.test(word))
  const given = first < 0 ? words : words.slice(0, first)
  const env = Object.fromEntries(
    given.map((word) => {
      const at = word.indexOf('=')
      return [word.slice(0, at), word.slice(at + 1) === '-' ? null : word.slice(at + 1)]
    }),
  )
  return {
    argv: first < 0 ? [] : words.slice(first),
    ...(given.length > 0 && {env}),
    ...(stdin !== undefined && {stdin: stdin.replaceAll('\\n', '\n')}),
  }
}

/** Words in single, double or no quotes; `\n` and `\t` inside double ones. */
function wordsOf(line: string): string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    words.push(
      word.replace(
        /'([^']*)'|"([^"]*)"/g,
        (_, plain?: string, rich?: string) => plain ?? rich!.replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
      ),
    )
  }
  return words
}
