import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {WatchEvent} from '../../../ports/kube.js'
import {encodeEvent, encodeObject, hasMessage} from '../protobuf/encode-object.js'
import {PROTOBUF} from '../protobuf/envelope.js'
import {builtinMessages} from '../protobuf/message-table.js'
import type {ApiResponse} from './api-request.js'

/** Whether Protobuf is asked for and a kind has that form (custom resources never do). */
export function travelsAsProtobuf(accept: string, type: JsonValue | {apiVersion: string; kind: string} | undefined): boolean {
  if (!accept.includes(PROTOBUF) || !isObject(type as JsonValue)) return false
  const {apiVersion, kind} = type as JsonObject
  return hasMessage(String(apiVersion), String(kind), builtinMessages())
}

/** The response with its object in Protobuf. */
export function protobufResponse(response: ApiResponse, object: JsonObject): ApiResponse {
  const headers = {...response.headers, 'content-type': PROTOBUF}
  return {...response, headers, body: undefined, bytes: encodeObject(object, builtinMessages())}
}

/** An event as it travels in a watch. */
export function protobufEvent(event: WatchEvent): Uint8Array {
  const object = event.type === 'ERROR' ? event.status : event.object
  return encodeEvent(event.type, object as unknown as JsonObject, builtinMessages())
}
