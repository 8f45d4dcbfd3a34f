import {FluxError} from '../../../errors/flux-error.js'
import {compileGlob} from '../../../formats/ignore/glob.js'

interface Rule {
  readonly negated: boolean
  readonly foldersOnly: boolean
  readonly matches: (path: string) => boolean
}

/** Is the path (without a leading `/`) left out of the chart? A folder that is takes all below it along. */
export type Ignores = (path: string, isFolder: boolean) => boolean

/** What editors and version control leave behind, hidden files of `templates`. */
const BUILT_IN = 'templates/.?*'

/**
 * Reads `.helmignore` (helm-engine reference 1.3): not the rules of git. The first rule that fits decides; a negated
 * one leaves out whatever it does not match.
 * @throws FluxError `bad-chart` for `**` and patterns that are none
 */
export function helmIgnore(text: string): Ignores {
  const rules = [...text.replace(/^\ufeff/, '').split('\n'), BUILT_IN].flatMap((line) => {
    const rule = line.trim()
    return rule === '' || rule.startsWith('#') ? [] : [ruleOf(rule)]
  })
  return (path, isFolder) => {
    for (const rule of rules) {
      if (rule.negated) {
        if ((rule.foldersOnly && !isFolder) || !rule.matches(path)) return true
      } else if ((!rule.foldersOnly || isFolder) && rule.matches(path)) return true
    }
    return false
  }
}

function ruleOf(line: string): Rule {
  if (line.includes('**')) throw bad('double-star (**) syntax is not supported', line)
  const negated = line.startsWith('!')
  let pattern = negated ? line.slice(1) : line
  const foldersOnly = pattern.endsWith('/')
  if (foldersOnly) pattern = pattern.slice(0, -1)
  const isPath = pattern.includes('/')
  const fits = compileGlob(pattern.replace(/^\//, ''))
  if (fits === undefined) throw bad('syntax error in pattern', line)
  const matches = (path: string) => fits(isPath ? path : path.slice(path.lastIndexOf('/') + 1))
  return {negated, foldersOnly, matches}
}

function bad(message: string, line: string): FluxError {
  return new FluxError('bad-chart', message, {hints: [`correct the line ${JSON.stringify(line)} of .helmignore`]})
}
