import {FluxError} from '../../../errors/flux-error.js'
import {type LabelMatcher, parseLabelSelector} from '../../../formats/selector/label-selector.js'
import {KustomizeError} from '../error.js'
import type {Selector} from '../kustomization/types.js'
import type {Gvk} from '../resource/res-id.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {compilePattern} from './pattern.js'

type Matcher = (text: string) => boolean

/** Text without signs of a regular expression is compared; a dot matters only when the lengths are equal. */
const LITERAL = /^[A-Za-z0-9_/-]*$/

function anchored(pattern: string): Matcher {
  if (pattern === '') return () => true
  if (LITERAL.test(pattern)) return (text) => text === pattern
  return compilePattern(`^(?:${pattern})$`)
}

/** kustomize carries an older copy of Kubernetes' parser, which lists the operators otherwise. */
function labelMatcher(text: string): LabelMatcher {
  try {
    return parseLabelSelector(text)
  } catch (error) {
    if (!(error instanceof FluxError)) throw error
    throw new KustomizeError(
      error.message.replace('expected: in, notin, =, ==, !=, gt, lt', "expected: '=', '!=', '==', 'in', notin'"),
    )
  }
}

/** A selector with its expressions compiled. */
export class SelectorMatcher {
  readonly #group: Matcher
  readonly #version: Matcher
  readonly #kind: Matcher
  readonly #name: Matcher
  readonly #namespace: Matcher
  /** read when they are asked first, as faults of selectors that no object gets to are none */
  #labels: LabelMatcher | undefined
  #annotations: LabelMatcher | undefined

  constructor(private readonly selector: Selector) {
    this.#group = anchored(selector.group)
    this.#version = anchored(selector.version)
    this.#kind = anchored(selector.kind)
    this.#name = anchored(selector.name)
    this.#namespace = anchored(selector.namespace)
  }

  matchesGvk(gvk: Gvk): boolean {
    return this.#group(gvk.group) && this.#version(gvk.version) && this.#kind(gvk.kind)
  }

  matchesName(name: string): boolean {
    return this.#name(name)
  }

  matchesNamespace(namespace: string): boolean {
    return this.#namespace(namespace)
  }

  matchesLabels(resource: Resource): boolean {
    return this.#hasLabels(resource) && this.#hasAnnotations(resource)
  }

  /** The same for replacements, which read both selectors whatever the first says. */
  matchesBoth(resource: Resource): boolean {
    const hasAnnotations = this.#hasAnnotations(resource)
    return this.#hasLabels(resource) && hasAnnotations
  }

  #hasLabels(resource: Resource): boolean {
    const {labelSelector} = this.selector
    if (labelSelector === '') return true
    this.#labels ??= labelMatcher(labelSelector)
    return this.#labels(Object.fromEntries(resource.labels))
  }

  #hasAnnotations(resource: Resource): boolean {
    const {annotationSelector} = this.selector
    if (annotationSelector === '') return true
    this.#annotations ??= labelMatcher(annotationSelector)
    return this.#annotations(Object.fromEntries(resource.annotations))
  }
}

/** The resources that a patch target selects: by first or current name and namespace, current kind, labels. */
export function select(map: ResMap, selector: Selector): Resource[] {
  const matcher = new SelectorMatcher(selector)
  return map.resources.filter((resource) => {
    const current = resource.curId
    const original = resource.orgId
    return (
      (matcher.matchesNamespace(original.effectiveNamespace) || matcher.matchesNamespace(current.effectiveNamespace)) &&
      (matcher.matchesName(original.name) || matcher.matchesName(current.name)) &&
      matcher.matchesGvk(resource.gvk) &&
      matcher.matchesLabels(resource)
    )
  })
}

/** A selector for messages. */
export function selectorText(selector: Selector): string {
  const parts = (['group', 'version', 'kind', 'name', 'namespace', 'labelSelector', 'annotationSelector'] as const)
    .filter((key) => selector[key] !== '')
    .map((key) => `${key}=${selector[key]}`)
  return parts.length === 0 ? '(everything)' : parts.join(' ')
}
