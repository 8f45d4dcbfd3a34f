import {RE2JS} from 're2js'
import type {IgnoreRule} from '../../apply/server-side/ignore-rules.js'
import {groupOf, versionOf} from '../../apply/subject.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {type LabelMatcher, parseLabelSelector} from '../../formats/selector/label-selector.js'
import type {KustomizationSpec} from '../../kinds/types/kustomization.gen.js'
import type {KubeObject} from '../../ports/kube.js'

type Rule = NonNullable<KustomizationSpec['ignore']>[number]
type Target = NonNullable<Rule['target']>
type Test = (text: string) => boolean

/** The rules of `spec.ignore` with their targets compiled. Throws FluxError `bad-selector`. */
export function compileIgnoreRules(rules: readonly Rule[]): IgnoreRule[] {
  const pattern = (text: string | undefined): Test => {
    if (!text) return () => true
    const compiled = RE2JS.compile(`^(?:${text})$`)
    return (value) => compiled.matcher(value).find()
  }
  return rules.map((rule) => {
    if (!rule.target) return {paths: rule.paths}
    try {
      return {paths: rule.paths, matches: matcher(rule.target, pattern)}
    } catch (error) {
      throw new FluxError('bad-selector', `failed to create ignore rule selector: ${messageOf(error)}`, {cause: error})
    }
  })
}

function matcher(target: Target, pattern: (text: string | undefined) => Test): (object: KubeObject) => boolean {
  const [group, version, kind] = [pattern(target.group), pattern(target.version), pattern(target.kind)]
  const [name, namespace] = [pattern(target.name), pattern(target.namespace)]
  const labels = selector('label', target.labelSelector)
  const annotations = selector('annotation', target.annotationSelector)
  return (object) =>
    group(groupOf(object.apiVersion)) &&
    version(versionOf(object.apiVersion)) &&
    kind(object.kind) &&
    name(object.metadata.name ?? '') &&
    namespace(object.metadata.namespace ?? '') &&
    labels(object.metadata.labels ?? {}) &&
    annotations(object.metadata.annotations ?? {})
}

function selector(what: string, text: string | undefined): LabelMatcher {
  if (!text) return () => true
  try {
    return parseLabelSelector(text)
  } catch (error) {
    throw new Error(`invalid ${what} selector: ${messageOf(error)}`, {cause: error})
  }
}
