import {describe, expect, it} from 'vitest'
import {FAMILIES, type Recording, recordings, refusal, replay} from './replay.js'

/** Refusals whose words differ from kustomize's on purpose. */
const OTHER_WORDS: readonly RegExp[] = [
  // shows only that a null key cannot stand in a map
  /^(yaml null keys|odd, (a(2|3|8|10|15)|lk3))$/,
  // counts lines of what it has printed in between
  /^(odd, a19|typed, nulllist16)$/,
  // the real tool prints Go's memory
  /^(validator that changes|typed, validating\d)$/,
  // the recording machine has a folder /etc
  /^an absolute path$/,
  // the temporary file that kustomize hands to helm cannot be made
  /^a name with a slash$/,
  // with the path, which the reader of charts does not know
  /^no Chart\.yaml$/,
  // the real tool pulls it; here it says how
  /^a repository without a chart$/,
  // the real tool ends in a panic
  /^(odd, nm[27]|practice, openapi-comment-in-json)$/,
  // shows what the real tool keeps in annotations for itself
  /^typed, conf(6|11)$/,
  // the places of labels in the order that an unstable sort left
  /^found, a label that is a merge 2$/,
  // the real tool prints both configurations whole before that
  /^review, (labels|annotations|images) of one kind, not made$/,
]

/** Builds that come out otherwise: anchors of YAML inside a text are not kept, those in a values file are (kustomize loses the values). */
const OTHER_BUILDS = /^(layout of text, anchors|anchors in the values file)$/

/** The real tool shows where its generator lies in memory; of a type's faults it shows Go's types, in words that change from run to run. */
function comparable(text: string): string {
  return text.replaceAll(/ ?&\{[^}]*\}/g, '').replace(/\w+(?: to)? unmarshal (Go value of type spec\.Schema): [\s\S]*/, '$1')
}

async function differences(list: readonly Recording[]): Promise<string[]> {
  const found: string[] = []
  for (const recording of list) {
    const outcome = await replay(recording)
    if ('text' in outcome) {
      if (outcome.text !== recording.stdout && !OTHER_BUILDS.test(recording.name))
        found.push(`${recording.name}: built otherwise`)
    } else if (recording.stdout !== undefined) found.push(`${recording.name}: refused: ${outcome.refused}`)
    else if (
      comparable(outcome.refused) !== comparable(refusal(recording)) &&
      !OTHER_WORDS.some((name) => name.test(recording.name))
    ) {
      found.push(`${recording.name}: other words: ${outcome.refused}`)
    }
  }
  return found
}

describe('builds recorded from kustomize 5.8.1', () => {
  for (const family of FAMILIES) {
    it(`${family} are equal byte for byte`, async () => {
      const list = recordings(family)
      expect(list.length).toBeGreaterThan(10)
      expect(await differences(list)).toEqual([])
    })
  }
})
