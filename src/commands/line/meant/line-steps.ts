import {FluxError} from '../../../lib/errors/flux-error.js'
import {foreignFlag} from './foreign-flags.js'
import {kindFirstHints} from './kind-first.js'
import {verbHints, wordHints} from './near-commands.js'
import {nameSteps, namespaceSteps, valueSteps} from './object-steps.js'
import type {SpokenLine, Steps} from './spoken-line.js'
import {placeOf} from './typed-words.js'
import {createSteps, inspectSteps} from './verb-steps.js'

/** What was meant by a line, as far as its own words tell; empty when they are as they should be. */
export function lineSteps(error: unknown, spoken: SpokenLine): string[] {
  if (!(error instanceof Error)) return []
  for (const steps of [flagSteps, wordSteps, namespaceSteps, nameSteps, valueSteps, inspectSteps, createSteps]) {
    const found = steps(error, spoken)
    if (found.length > 0) return found
  }
  return []
}

const flagSteps: Steps = ({message}, {node, root, rest, defs}) => {
  const [, long, short] = /^unknown (?:flag: --(.+)|shorthand flag: '(.)' in -.*)$/.exec(message) ?? []
  const flag = long ?? short
  if (flag === undefined) return []
  const words = rest.slice(
    0,
    rest.findIndex((word) => word.startsWith('-')),
  )
  const meant = node.command || words.length === 0 ? [] : wordHints(node, [...words, ...placeOf(rest)], root)
  return meant.length > 0 ? meant : foreignFlag(flag, {words: node.path, defs})
}

/** Words that a command does not take. */
const wordSteps: Steps = (error, {node, root, rest, line}) => {
  const words = line?.args ?? []
  if (error instanceof FluxError && error.code === 'unknown-command') {
    if (error.hints.length > 0) return []
    return kindFirstHints(rest, root)
  }
  const [, word] = /^unknown command "(.*)" for "flux /.exec(error.message) ?? []
  if (word === undefined) return []
  const path = node.path.join(' ')
  if (path === 'migrate') return [`did you mean flux migrate -f ${word}?`]
  if (path === 'envsubst') return [`it reads from its input: flux envsubst < ${word}`]
  const get = verbHints([...words, ...placeOf(rest)], root)[0]?.replace(/^a verb comes first: /, '')
  return [get ? `flux ${path} takes no words: ${get} shows the status` : `flux ${path} takes no words`]
}
