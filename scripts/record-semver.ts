// Records what Masterminds/semver v3.5.0 says about versions and constraints: node scripts/run.mjs record-semver
// Needs Go and the Go module proxy (or a filled module cache). The lists are the keys of the fixture itself.
import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const PROGRAM = `package main

import (
	"encoding/json"
	"os"

	"github.com/Masterminds/semver/v3"
)

func main() {
	var in struct{ Versions, Constraints []string }
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	versions, constraints, order := map[string]string{}, map[string]string{}, ""
	var parsed []*semver.Version
	for _, text := range in.Versions {
		version, err := semver.NewVersion(text)
		if err != nil {
			versions[text] = "error: " + err.Error()
		} else {
			versions[text] = version.String()
		}
		parsed = append(parsed, version)
	}
	for _, text := range in.Constraints {
		constraint, err := semver.NewConstraint(text)
		if err != nil {
			constraints[text] = "error: " + err.Error()
			continue
		}
		row := ""
		for _, version := range parsed {
			switch {
			case version == nil:
				row += "-"
			case constraint.Check(version):
				row += "1"
			default:
				row += "0"
			}
		}
		constraints[text] = row
	}
	for _, left := range parsed {
		for _, right := range parsed {
			if left == nil || right == nil {
				order += "-"
			} else {
				order += string("<=>"[left.Compare(right)+1])
			}
		}
	}
	out, _ := json.MarshalIndent(map[string]any{"list": in.Versions, "versions": versions, "constraints": constraints, "order": order}, "", " ")
	os.Stdout.Write(append(out, '\\n'))
}
`

const fixture = join(import.meta.dirname, '../test/fixtures/semver/masterminds.json')
const old = JSON.parse(readFileSync(fixture, 'utf8')) as {list: string[]; constraints: Record<string, string>}
const folder = mkdtempSync(join(tmpdir(), 'record-semver-'))
try {
  writeFileSync(join(folder, 'main.go'), PROGRAM)
  writeFileSync(join(folder, 'go.mod'), 'module record\n\ngo 1.24\n\nrequire github.com/Masterminds/semver/v3 v3.5.0\n')
  const output = execFileSync('go', ['run', '-mod=mod', '.'], {
    cwd: folder,
    input: JSON.stringify({Versions: old.list, Constraints: Object.keys(old.constraints)}),
  })
  writeFileSync(fixture, output)
} finally {
  rmSync(folder, {recursive: true})
}
