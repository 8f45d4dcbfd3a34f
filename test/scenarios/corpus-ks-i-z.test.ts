import {replayCorpus} from './corpus.js'

replayCorpus('Kustomizations i to z', (name) => /^ks-[i-z]/.test(name))
