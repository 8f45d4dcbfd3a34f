import {isObject} from '../../../formats/json/value.js'
import {printYaml} from '../../../formats/yaml/print.js'
import {fieldSpec} from '../config/field-spec.js'
import {parseRepository} from '../files/repository.js'
import {configValue} from '../node/config-value.js'
import {MAP, TAG} from '../node/node.js'
import {ORIGIN, TRANSFORMATIONS} from '../resource/build-annotations.js'
import type {ResMap} from '../resource/res-map.js'
import type {Resource} from '../resource/resource.js'
import {entrySetter, FieldFilter} from '../transform/field-filter.js'

/** Where a resource comes from, as `buildMetadata: [originAnnotations]` shows it. Paths are relative to the build. */
export interface Origin {
  readonly path: string
  readonly repo: string
  readonly ref: string
  readonly configuredIn: string
  readonly configuredBy:
    | {readonly apiVersion: string; readonly kind: string; readonly name: string; readonly namespace: string}
    | undefined
}

export const ROOT_ORIGIN: Origin = {path: '', repo: '', ref: '', configuredIn: '', configuredBy: undefined}

/** Go's filepath.Join of relative paths: `..` at the start stays. */
export function joinRelative(...parts: readonly string[]): string {
  const result: string[] = []
  for (const part of parts.join('/').split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && result.length > 0 && result[result.length - 1] !== '..') result.pop()
    else result.push(part)
  }
  return result.join('/')
}

export function originBelow(origin: Origin, path: string): Origin {
  const repository = parseRepository(path)
  if (repository === undefined) return {...origin, path: joinRelative(origin.path, path)}
  return {...origin, repo: repository.url, ref: repository.ref, path: joinRelative(repository.folder)}
}

/** Of what a built-in plugin makes for a field of the kustomization `file`. */
export function configuredIn(origin: Origin, file: string, kind: string): Origin {
  const configuredBy = {apiVersion: 'builtin', kind, name: '', namespace: ''}
  return {path: '', repo: origin.repo, ref: origin.ref, configuredIn: originBelow(origin, file).path, configuredBy}
}

function originLines(origin: Origin): string[] {
  const lines: string[] = []
  const add = (name: string, value: string) => {
    if (value !== '') lines.push(`${name}: ${printYaml(value).trim()}`)
  }
  add('path', origin.path)
  add('repo', origin.repo)
  add('ref', origin.ref)
  add('configuredIn', origin.configuredIn)
  if (origin.configuredBy !== undefined) {
    lines.push('configuredBy:')
    const {apiVersion, kind, name, namespace} = origin.configuredBy
    for (const [key, value] of Object.entries({apiVersion, kind, name, namespace}))
      if (value !== '') lines.push(`  ${key}: ${printYaml(value).trim()}`)
  }
  return lines
}

export function originText(origin: Origin): string {
  const lines = originLines(origin)
  return lines.length === 0 ? '{}\n' : `${lines.join('\n')}\n`
}

/** One more transformation at the end of those that an annotation lists. */
export function withTransformation(text: string | undefined, origin: Origin): string {
  const lines = originLines(origin)
  return `${text ?? ''}${lines.length === 0 ? '- {}\n' : `- ${lines.join('\n  ')}\n`}`
}

/** Where a plugin is configured, when its configuration says where it comes from. */
export function originOfPlugin(config: Resource): Origin | undefined {
  const text = config.annotation(ORIGIN)
  if (text === undefined) return undefined
  const value = configValue(text)
  const part = (name: string) => (isObject(value) && typeof value[name] === 'string' ? (value[name] as string) : '')
  const {apiVersion, kind, name, namespace} = config
  return {
    path: '',
    repo: part('repo'),
    ref: part('ref'),
    configuredIn: part('path'),
    configuredBy: {apiVersion, kind, name, namespace},
  }
}

const ANNOTATIONS = new FieldFilter(fieldSpec('metadata/annotations', true), {kind: MAP, tag: TAG.map})

/** Writes the origin of a resource that was read; a null in the place of its annotations becomes a map. */
export function noteOrigin(resource: Resource, text: string): void {
  ANNOTATIONS.apply(resource.node!, entrySetter(ORIGIN, text, TAG.string))
}

/** A resource without an origin was made by the transformer. */
export function noteTransformation(map: ResMap, origin: Origin): void {
  for (const resource of map.resources) {
    if (resource.isEmpty) continue
    if (resource.annotation(ORIGIN) === undefined) resource.setAnnotation(ORIGIN, originText(origin))
    else resource.setAnnotation(TRANSFORMATIONS, withTransformation(resource.annotation(TRANSFORMATIONS), origin))
  }
}
