/** Prints how the recordings differ from our builds. node scripts/run.mjs compare-kustomize [FAMILY] [MAX] */
import {FAMILIES, recordings, refusal, replay} from '../test/unit/engines/kustomize/replay.js'

const [only, max = '5'] = process.argv.slice(2)
for (const family of FAMILIES) {
  if (only !== undefined && only !== 'all' && only !== family) continue
  let equal = 0
  let shown = 0
  let words = 0
  const list = recordings(family)
  for (const recording of list) {
    const outcome = await replay(recording)
    const same = 'text' in outcome ? outcome.text === recording.stdout : recording.stdout === undefined
    const sameWords = 'text' in outcome || recording.stdout !== undefined || outcome.refused === refusal(recording)
    if (same && sameWords) {
      equal++
      continue
    }
    if (same) words++
    if (shown++ >= Number(max)) continue
    console.log(`--- ${family}: ${recording.name}${same ? ' (words)' : ''}`)
    if (same) {
      console.log(`real: ${refusal(recording).slice(0, 700)}`)
      console.log(`ours: ${(outcome as {refused: string}).refused.slice(0, 700)}`)
    } else {
      const want = (recording.stdout ?? `REFUSED ${refusal(recording)}`).split('\n')
      const got = ('text' in outcome ? outcome.text : `REFUSED ${outcome.refused}`).split('\n')
      const at = want.findIndex((line, i) => line !== got[i])
      console.log(`line ${at + 1}`)
      console.log(
        `want: ${want
          .slice(Math.max(0, at - 1), at + 4)
          .join('\n      ')
          .slice(0, 600)}`,
      )
      console.log(
        `got:  ${got
          .slice(Math.max(0, at - 1), at + 4)
          .join('\n      ')
          .slice(0, 600)}`,
      )
    }
  }
  console.log(
    `${family}: ${equal} of ${list.length} equal, ${words} refused in other words, ${list.length - equal - words} different`,
  )
}
