import {compileGlob} from './glob.js'

/** What one line says about a path: nothing, or leave it out, or bring it back in. */
type Verdict = 'include' | 'exclude' | undefined

export interface IgnorePattern {
  /** `path` in components; `directory` says what its last component is */
  match(path: readonly string[], directory: boolean): Verdict
}

/** One name to match; `jump`: any number of folders may come before it (`**`). */
interface NameStep {
  readonly test: (name: string) => boolean
  readonly jump: boolean
}

/** Patterns of a text of lines; comments and blank lines are none. `scope` is the folder that they belong to. */
export function readPatterns(text: string, scope: readonly string[] = []): IgnorePattern[] {
  return text
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .map((line) => parsePattern(line, scope))
}

/** One line as go-git reads it (source-controller 7.3). */
export function parsePattern(line: string, scope: readonly string[] = []): IgnorePattern {
  const verdict: Verdict = line.startsWith('!') ? 'include' : 'exclude'
  let text = verdict === 'include' ? line.slice(1) : line
  if (!text.endsWith('\\ ')) text = text.replace(/ +$/, '')
  const directoryOnly = text.endsWith('/')
  if (directoryOnly) text = text.slice(0, -1)
  const matches = text.includes('/') ? anchored(text.split('/'), directoryOnly) : floating(text, directoryOnly)
  return {
    match(path, directory) {
      if (path.length <= scope.length || scope.some((name, index) => path[index] !== name)) return undefined
      return matches(path, scope.length, directory) ? verdict : undefined
    },
  }
}

type Matches = (path: readonly string[], from: number, directory: boolean) => boolean

/** Without a slash: any component below the scope may match. */
function floating(text: string, directoryOnly: boolean): Matches {
  const test = compileGlob(text)
  if (!test) return () => false
  return (path, from, directory) => {
    for (let index = from; index < path.length; index++) {
      if (test(path[index]!)) return !(directoryOnly && !directory && index === path.length - 1)
    }
    return false
  }
}

/** With a slash: component by component from the scope; a matching prefix is enough. */
function anchored(parts: string[], directoryOnly: boolean): Matches {
  const steps = compileSteps(parts)
  if (!steps || steps.length === 0) return () => false
  return (path, from, directory) => {
    const end = walk(steps, path, from)
    return end !== undefined && !(directoryOnly && !directory && end === path.length)
  }
}

/** Undefined when the pattern can never match: a malformed component, or `**` glued to other text. */
function compileSteps(parts: string[]): NameStep[] | undefined {
  const steps: NameStep[] = []
  let jump = false
  for (const part of parts) {
    if (part === '' || part === '**') {
      jump = part === '**'
      continue
    }
    const test = part.includes('**') ? undefined : compileGlob(part)
    if (!test) return undefined
    steps.push({test, jump})
    jump = false
  }
  return steps
}

/** Where the match ended in `path`, or undefined when there is none. */
function walk(steps: readonly NameStep[], path: readonly string[], from: number): number | undefined {
  let at = from
  for (const step of steps) {
    if (step.jump) while (at < path.length && !step.test(path[at]!)) at++
    if (at >= path.length || !step.test(path[at]!)) return undefined
    at++
  }
  return at
}
