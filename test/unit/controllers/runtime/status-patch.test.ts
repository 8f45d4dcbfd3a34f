import {describe, expect, it} from 'vitest'
import {draftOf, setCondition} from '../../../../src/lib/controllers/runtime/conditions.js'
import {StatusPatcher} from '../../../../src/lib/controllers/runtime/status-patch.js'
import {ApiError} from '../../../../src/lib/errors/api-error.js'
import type {KubeClient, KubeObject, Patch, WriteOptions} from '../../../../src/lib/ports/kube.js'

const object = (): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: {name: 'x', namespace: 'n', generation: 1, resourceVersion: '1'},
  status: {},
})
const conflict = () => new ApiError({code: 409, reason: 'Conflict', message: 'changed'})

function patcher(answer: (count: number) => KubeObject, live?: KubeObject) {
  const sent: {patch: Patch; options: WriteOptions | undefined}[] = []
  const kube = {
    patch: async (_ref: unknown, patch: Patch, options?: WriteOptions) => {
      sent.push({patch, options})
      return answer(sent.length)
    },
    get: async () => live ?? object(),
  } as unknown as KubeClient
  const clock = {sleep: async () => undefined} as never
  const random = {float: () => 0} as never
  const before = object()
  return {sent, before, patcher: new StatusPatcher({kube, clock, random}, before, {fieldManager: 'gotk-test', owned: ['Ready']})}
}

describe('StatusPatcher', () => {
  it('sends nothing when nothing changed', async () => {
    const {patcher: subject, sent, before} = patcher(object)
    await subject.patch(draftOf(before))
    expect(sent).toEqual([])
  })

  it('sends the finalizer to the object and the status to its subresource, locked', async () => {
    const {
      patcher: subject,
      sent,
      before,
    } = patcher((count) => ({...object(), metadata: {...object().metadata, resourceVersion: `${count + 1}`}}))
    const draft = draftOf(before)
    draft.metadata.finalizers = ['f']
    setCondition(draft, 0, {type: 'Ready', status: 'True', reason: 'R', message: 'm'})
    await subject.patch(draft)
    expect(sent.map(({patch, options}) => [patch.body, options?.subresource])).toEqual([
      [{metadata: {finalizers: ['f']}}, undefined],
      [{metadata: {resourceVersion: '2'}, status: {conditions: draft.status.conditions}}, 'status'],
    ])
    draft.status.observedGeneration = 1
    await subject.patch(draft)
    expect(sent[2]?.patch.body).toEqual({status: {observedGeneration: 1}})
  })

  it('shows progress of a run that began with an old copy of the object', async () => {
    const live = {...object(), metadata: {...object().metadata, resourceVersion: '7'}}
    const answer = (count: number) => {
      if (count === 1) throw conflict()
      return {...live, metadata: {...live.metadata, resourceVersion: '8'}}
    }
    const {patcher: subject, sent, before} = patcher(answer, live)
    const draft = draftOf(before)
    setCondition(draft, 0, {type: 'Ready', status: 'Unknown', reason: 'Progressing', message: 'm'})
    await subject.show(draft)
    expect(sent.map(({patch}) => (patch.body as KubeObject).metadata)).toEqual([{resourceVersion: '1'}, {resourceVersion: '7'}])
  })

  it('keeps foreign conditions and overwrites its own after a conflict', async () => {
    const foreign = {type: 'Foreign', status: 'True', reason: 'F', message: '', lastTransitionTime: '', observedGeneration: 1}
    const stale = {...foreign, type: 'Ready', status: 'False'}
    const live = {...object(), metadata: {...object().metadata, resourceVersion: '7'}, status: {conditions: [stale, foreign]}}
    const {
      patcher: subject,
      sent,
      before,
    } = patcher((count) => {
      if (count === 1) throw conflict()
      return live
    }, live)
    const draft = draftOf(before)
    setCondition(draft, 0, {type: 'Ready', status: 'True', reason: 'R', message: 'm'})
    await subject.patch(draft)
    const body = sent[1]?.patch.body as {metadata: object; status: {conditions: {type: string; status: string}[]}}
    expect(body.metadata).toEqual({resourceVersion: '7'})
    expect(body.status.conditions.map((item) => `${item.type}=${item.status}`)).toEqual(['Ready=True', 'Foreign=True'])
  })

  it('gives up after five conflicts', async () => {
    const {
      patcher: subject,
      sent,
      before,
    } = patcher(() => {
      throw conflict()
    })
    const draft = draftOf(before)
    setCondition(draft, 0, {type: 'Ready', status: 'True', reason: 'R', message: 'm'})
    await expect(subject.patch(draft)).rejects.toThrow('changed')
    expect(sent).toHaveLength(5)
  })
})
