import {isVersion, kindsOf, type Targets} from '../targets.js'

/** An object whose version is not the wanted one. */
export interface Upgrade {
  /** 1-based line of its apiVersion */
  readonly line: number
  readonly kind: string
  readonly group: string
  readonly from: string
  readonly to: string
  /** where the old version stands in the text */
  readonly start: number
  /** what names it, when it is no object */
  readonly place?: string
}

export interface Warning {
  readonly line: number
  readonly message: string
}

/** Kinds whose names nobody else uses, so that the kind alone says whose they are. */
export const OUR_NAMES: ReadonlySet<string> = new Set([
  ...['GitRepository', 'OCIRepository', 'HelmRepository', 'ExternalArtifact', 'ArtifactGenerator'],
  ...['HelmRelease', 'ImageRepository', 'ImageUpdateAutomation'],
])

/** What is filled in later: a template's action or a variable. */
const FILLED_IN = /\{\{|\$/

/**
 * What an apiVersion and a kind come to: an upgrade, a fault, or nothing. `start` is where the apiVersion stands. What is no
 * version (a variable, a part of a template, other letters) is never replaced.
 */
export function judge(
  {apiVersion, kind, line, start}: {apiVersion: string; kind: string; line: number; start: number},
  targets: Targets,
): Upgrade | Warning | undefined {
  const odd: Warning = {line, message: `apiVersion ${shown(apiVersion)} of ${shown(kind)} not understood: left as it is`}
  if (FILLED_IN.test(apiVersion) || FILLED_IN.test(kind)) return mayBeOurs(apiVersion, kind, targets) ? odd : undefined
  const parts = apiVersion.split('/')
  if (parts.length > 2) return {line, message: `unexpected GroupVersion string: ${apiVersion}`}
  const [group, from] = parts as [string, string | undefined]
  const to = targets.get(`${group}/${kind}`)
  if (to === undefined) return isLike(group, kind, targets) ? odd : undefined
  if (to === from) return undefined
  if (from === undefined || !isVersion(from)) return odd
  return {line, kind, group, from, to, start: start + group.length + 1}
}

/** A text in one line. */
const shown = (text: string) => (/^[ -~]+$/.test(text) && text === text.trim() ? text : JSON.stringify(text))

/** One of the two is not known yet: the other one tells. A group with all of its kinds in this version needs nothing. */
function mayBeOurs(apiVersion: string, kind: string, targets: Targets): boolean {
  if (OUR_NAMES.has(kind)) return true
  const [group = '', version = ''] = apiVersion.split('/')
  const kinds = kindsOf(group, targets)
  if (!FILLED_IN.test(kind)) return targets.has(`${group}/${kind}`)
  return kinds.length > 0 && kinds.some((one) => targets.get(`${group}/${one}`) !== version)
}

/** Ours but for upper and lower case or blanks. */
function isLike(group: string, kind: string, targets: Targets): boolean {
  const name = `${group.trim()}/${kind.trim()}`.toLowerCase()
  return [...targets.keys()].some((key) => key.toLowerCase() === name)
}
