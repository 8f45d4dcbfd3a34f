import {revisionOf, textAt} from '../../kinds/object-facts.js'
import type {KindRow} from '../../kinds/registry.js'
import type {KubeObject} from '../../ports/kube.js'
import {conditionOf} from '../conditions.js'

/** What flux says when an object has come to rest (cli reference 6.4): the texts stand in the kind's row. */
export function successMessage(kind: KindRow, object: KubeObject): string {
  const ready = conditionOf(object, 'Ready')?.message ?? ''
  if (kind.staticWhen && textAt(object, kind.staticWhen.path) === kind.staticWhen.is) return ready
  const named: Readonly<Record<string, () => string>> = {message: () => ready, revision: () => revisionOf(kind, object)}
  const value = (path: string) => named[path]?.() ?? textAt(object, path.split('.'))
  const complete = kind.success.find((text) => [...text.matchAll(PART)].every(([, path]) => value(path!) !== ''))
  return (complete ?? kind.success.at(-1)!).replace(PART, (_, path: string) => value(path))
}

const PART = /\{([\w.]+)\}/g
