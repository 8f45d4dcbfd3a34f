{{- define "dough.flour" -}}
{{- $mill := coalesce ((.global).mill) .flour.mill -}}
{{- $end := .flour.seal | empty | ternary (printf ":%v" (.flour.grade | default .batch)) (print "@" .flour.seal) -}}
{{- $path := compact (list $mill .flour.kind) -}}
{{ join "/" $path }}{{ $end }}
{{- end -}}
{{- define "dough.sacks" -}}
{{- $found := list -}}
{{- range concat (.top.Values.global.sacks | default list) (.sacks | default list) -}}
{{- $name := . }}{{ if kindIs "map" . }}{{ $name = .name }}{{ end -}}
{{- $found = mustAppend $found (include "dough.knead" (dict "what" $name "top" $.top)) -}}
{{- end -}}
{{- range $found | uniq }}
- name: {{ . }}
{{- end -}}
{{- end -}}
{{- define "dough.size" -}}
{{- $sizes := dict "tiny" 1 "small" 2 "large" 8 -}}
{{- $parts := index $sizes .size -}}
{{- if kindIs "invalid" $parts }}{{ printf "size %q is none of %v" .size (keys $sizes | sortAlpha) | fail }}{{ end -}}
requests: {cpu: {{ mul $parts 50 }}m, memory: {{ printf "%dMi" (mul 64 $parts) }}}
limits: {cpu: {{ mulf $parts 0.15 }}, memory: {{ mul $parts 64 | mulf 1.5 | ceil | int }}Mi}
{{- end -}}
