{{/* plain comment */}}
{{- /* trimmed comment */ -}}
{{ define "quarry.each" -}}
{{ range $i, $w := .crew -}}
{{ $i }}:{{ $w.name }}{{ with $w.tools }}[{{ range . }}{{ . }},{{ end }}]{{ else with $.shift }}({{ . }}){{ else }}-{{ end }};
{{- end }}
{{- end }}
{{- define "quarry.count" }}{{ if gt . 0.0 }}{{ . }},{{ template "quarry.count" (subf . 1.0) }}{{ end }}{{ end }}
{{- define "quarry.tree" }}
{{- range $key, $value := .tree }}
{{ repeat (int $.level) "  " }}{{ $key }}:
{{- if kindIs "map" $value }}{{ template "quarry.tree" (dict "tree" $value "level" (add1 $.level)) }}{{ else }} {{ $value | toJson }}{{ end }}
{{- end }}
{{- end }}
