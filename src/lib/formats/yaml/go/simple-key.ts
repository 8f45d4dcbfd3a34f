/** A token that becomes a key if a colon follows; one per flow level, written over and over. */
export class SimpleKey {
  possible = false
  required = false
  tokenNumber = -1
  pos = 0
  line = 0
  column = 0
}
