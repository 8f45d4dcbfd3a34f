{{- define "post.routes" -}}
{{- $by := dict -}}
{{- range $i, $route := .Values.routes -}}
{{- $had := get $by $route.to | default (dict "stops" list "seen" list) -}}
{{- $had = set $had "stops" (concat $had.stops ($route.stops | default list)) -}}
{{- $had = set $had "seen" (prepend $had.seen $i) -}}
{{- if $route.express }}{{ $had = merge $had (dict "express" $route.express "weight" 1) }}{{ end -}}
{{- $by = set $by $route.to $had -}}
{{- end -}}
{{- range $to, $had := $by }}{{ $_ := set $had "stops" ($had.stops | uniq | sortAlpha) }}{{ end -}}
{{- toJson $by -}}
{{- end -}}
{{- define "post.clerks" -}}
{{- $all := list -}}
{{- range $name, $clerk := .Values.clerks -}}
{{- $all = append $all (mustMergeOverwrite (deepCopy $.Values.defaults) (dict "name" $name) $clerk) -}}
{{- end -}}
{{- range $all }}
- {{ .name }} at {{ .desk }} {{ .skills | toJson }} {{ .hours }}
{{- end -}}
{{- end -}}
