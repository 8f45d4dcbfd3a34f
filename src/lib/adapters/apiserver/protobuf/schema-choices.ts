import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/** Parts of a JSON schema that are a schema or something else travel as messages with a field for each. */
interface Choice {
  /** what JSON has of such a message */
  read(message: JsonObject): JsonValue
  /** such a message of what JSON has */
  write(value: JsonValue): JsonObject
}

export const SCHEMA_CHOICES: Readonly<Record<string, Choice>> = {
  'apiextensions.v1.JSONSchemaPropsOrBool': {
    read: ({schema, allows}) => schema ?? allows ?? false,
    write: (value) => (isObject(value) ? {allows: true, schema: value} : {allows: value}),
  },
  'apiextensions.v1.JSONSchemaPropsOrArray': {
    read: ({schema, jSONSchemas}) => jSONSchemas ?? schema ?? null,
    write: (value) => (Array.isArray(value) ? {jSONSchemas: value} : {schema: value}),
  },
  'apiextensions.v1.JSONSchemaPropsOrStringArray': {
    read: ({schema, property}) => property ?? schema ?? null,
    write: (value) => (Array.isArray(value) ? {property: value} : {schema: value}),
  },
}
