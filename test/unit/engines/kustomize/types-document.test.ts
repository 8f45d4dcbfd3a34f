import {describe, expect, it} from 'vitest'
import {typesDocument} from '../../../../src/lib/engines/kustomize/schema/document.js'

const definition = (fields: string) => `{"definitions": {"w": {${fields}}}}`

/** As kustomize 5.8.1 takes them, or ends in a panic. */
describe('the document of openapi.path', () => {
  it.each([
    ['a line in front', '\n{"definitions": {}} # c'],
    ['a mark in front', '\ufeff{"definitions": {}}'],
    ['YAML with a field twice', 'a: b\na: c\n'],
    ['nothing but a comment', '# c'],
    ['null', 'null'],
    ['nulls', definition('"type": null, "minLength": null, "properties": null, "required": [null], "items": null')],
    ['fields that are not known', definition('"Type": 3, "foo": 3')],
    ['items of neither kind', definition('"items": 3')],
    ['references that are no texts', definition('"$ref": 3, "$schema": {}')],
    ['a type of an object that is no list', definition('"x-kubernetes-group-version-kind": {}')],
    ['a path without a slash', '{"paths": {"a": 3}}'],
  ])('takes %s', (_, text) => {
    expect(typesDocument(text)).toBeTypeOf('object')
  })

  it.each([
    ['a comment in JSON', '{\n# c\n"definitions": {}}', "invalid character '#'"],
    ['a comment after JSON', '{} # c', "invalid character '#' after top-level value"],
    ['a comma too many', '{"definitions": {},}', 'invalid character'],
    ['a field twice', '{"definitions": {}, "definitions": {}}', 'duplicate name "definitions"'],
    ['two documents', '{}\n---\n{}', "invalid character '-'"],
    ['nothing', '', 'EOF'],
    ['a list', '[]', 'the document must be an object'],
    ['a list of definitions', 'definitions: []', 'definitions must be an object'],
    ['a type that is no text', definition('"type": 3'), 'definitions.w.type must be a text'],
    ['a type of a field', definition('"properties": {"a": {"type": [3]}}'), 'definitions.w.properties.a.type[0] must be a text'],
    ['a length that is no integer', definition('"minLength": 1.5'), 'definitions.w.minLength must be an integer'],
    ['items', definition('"items": [3]'), 'definitions.w.items[0] must be an object'],
    ['an object without a version', definition('"x-kubernetes-group-version-kind": [{"kind": "A"}]'), 'version and kind'],
    ['a reference that is no address', definition('"$ref": "%"'), 'definitions.w.$ref is no address'],
    ['an operation', '{"paths": {"/a": {"get": 3}}}', 'paths./a.get must be an object'],
  ])('refuses %s', (_, text, words) => {
    expect(() => typesDocument(text)).toThrow(words)
  })
})
