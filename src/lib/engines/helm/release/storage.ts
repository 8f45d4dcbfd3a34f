import {constants, gunzipSync, gzipSync} from 'node:zlib'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {Release} from './release-record.js'
import {releaseRecord} from './release-record.js'

export type StorageKind = 'Secret' | 'ConfigMap'

/** Helm's own labels; a user's must have other names. */
const SYSTEM_LABELS = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt']
const MAX_BYTES = 256 * 1024 * 1024

export interface StorageOptions {
  readonly kind: StorageKind
  /** where it is kept, which need not be the namespace of the release */
  readonly namespace: string
  /** seconds since the epoch */
  readonly createdAt?: number | undefined
  readonly modifiedAt?: number | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** `sh.helm.release.v1.NAME.vREVISION` */
export function storageName(name: string, version: number): string {
  return `sh.helm.release.v1.${name}.v${version}`
}

/**
 * The Secret or ConfigMap that keeps one revision of a release (helm-engine reference 13.2).
 * @throws FluxError `bad-labels` for labels that are Helm's own
 */
export function storageObject(release: Release, options: StorageOptions): JsonObject {
  const {kind, namespace, createdAt, modifiedAt, labels = {}} = options
  const taken = SYSTEM_LABELS.filter((label) => Object.hasOwn(labels, label))
  if (taken.length > 0) {
    throw new FluxError(
      'bad-labels',
      `user supplied labels contains system reserved label name. System labels: ${SYSTEM_LABELS.join(' ')}`,
    )
  }
  const text = encodeRelease(releaseRecord(release))
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name: storageName(release.name, release.version),
      namespace,
      labels: {
        ...labels,
        ...{name: release.name, owner: 'helm', status: release.status, version: String(release.version)},
        ...(createdAt !== undefined && {createdAt: String(createdAt)}),
        ...(modifiedAt !== undefined && {modifiedAt: String(modifiedAt)}),
      },
    },
    ...(kind === 'Secret' && {type: 'helm.sh/release.v1'}),
    data: {release: kind === 'Secret' ? Buffer.from(text).toString('base64') : text},
  }
}

/** The text of a record: JSON, compressed, in base64. */
export function encodeRelease(record: JsonObject): string {
  return gzipSync(JSON.stringify(record), {level: constants.Z_BEST_COMPRESSION}).toString('base64')
}

/** The record in a Secret or ConfigMap of Helm. @throws FluxError `bad-release` */
export function storedRelease(object: JsonObject): JsonObject {
  const text = isObject(object.data) ? object.data.release : undefined
  if (typeof text !== 'string') throw new FluxError('bad-release', 'the object holds no release')
  return decodeRelease(object.kind === 'Secret' ? Buffer.from(text, 'base64').toString('latin1') : text)
}

/** Records of the oldest Helms are not compressed. @throws FluxError `bad-release` */
export function decodeRelease(text: string): JsonObject {
  try {
    const bytes = Buffer.from(text, 'base64')
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
    const json = isPacked ? gunzipSync(bytes, {maxOutputLength: MAX_BYTES}) : bytes
    const record = parseJson(json.toString('utf8'))
    if (isObject(record)) return record
  } catch (error) {
    throw new FluxError('bad-release', `the release cannot be read: ${messageOf(error)}`, {cause: error})
  }
  throw new FluxError('bad-release', 'the release is no JSON object')
}
