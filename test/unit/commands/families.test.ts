import {describe, expect, it} from 'vitest'
import {commandsBelow} from '../../../src/commands/families.js'
import {COMMANDS} from '../../../src/commands/index.js'

const firstWord = (id: string) => id.split(':')[0]!
const firstWords = [...new Set(Object.keys(COMMANDS).map(firstWord))]

describe('the commands below a first word', () => {
  it.each(firstWords)('are all that begin with %s, in the order of help, and none twice', async (word) => {
    const below = await commandsBelow(word)
    const mine = Object.entries(COMMANDS).filter(([id]) => firstWord(id) === word)
    expect(Object.entries(below).filter(([id]) => firstWord(id) === word)).toEqual(mine)
  })

  it('are nothing but these for the words that are typed most', async () => {
    for (const word of ['get', 'export', 'delete', 'reconcile', 'suspend', 'resume', 'create', 'build', 'diff']) {
      expect(Object.keys(await commandsBelow(word)).map(firstWord), word).toEqual(
        Object.keys(COMMANDS)
          .map(firstWord)
          .filter((first) => first === word),
      )
    }
  })

  it('have no alias below another word', () => {
    for (const [id, {aliases}] of Object.entries(COMMANDS)) {
      for (const alias of aliases) expect(firstWord(alias), alias).toBe(firstWord(id))
    }
  })

  it('are all commands for any other word and for none', async () => {
    for (const word of [undefined, '', '-n', 'gett', 'toString', '__proto__']) expect(await commandsBelow(word)).toBe(COMMANDS)
  })
})
