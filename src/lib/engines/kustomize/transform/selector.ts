import {parseLabelSelector} from '../../../formats/selector/label-selector.js'
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

/** A selector with its expressions compiled. */
export class SelectorMatcher {
  readonly #group: Matcher
  readonly #version: Matcher
  readonly #kind: Matcher
  readonly #name: Matcher
  readonly #namespace: Matcher
  readonly #labels: ReturnType<typeof parseLabelSelector>
  readonly #annotations: ReturnType<typeof parseLabelSelector>

  constructor(private readonly selector: Selector) {
    this.#group = anchored(selector.group)
    this.#version = anchored(selector.version)
    this.#kind = anchored(selector.kind)
    this.#name = anchored(selector.name)
    this.#namespace = anchored(selector.namespace)
    this.#labels = parseLabelSelector(selector.labelSelector)
    this.#annotations = parseLabelSelector(selector.annotationSelector)
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
    const {labelSelector, annotationSelector} = this.selector
    if (labelSelector !== '' && !this.#labels(Object.fromEntries(resource.labels))) return false
    return annotationSelector === '' || this.#annotations(Object.fromEntries(resource.annotations))
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
