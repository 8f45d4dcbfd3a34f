{{- define "orchestra.style" -}}
{{- $result := dict -}}
{{- range $layer := compact (list "base" .section .extra) -}}
{{- $result = mergeOverwrite $result (deepCopy (get $.top.Values.style $layer | default dict)) -}}
{{- end -}}
{{- tpl (toYaml $result) $.top -}}
{{- end -}}
{{- define "orchestra.flat" -}}
{{- $prefix := .prefix | default "" -}}
{{- range $key, $value := .map -}}
{{- $name := ternary $key (printf "%s.%s" $prefix $key) (empty $prefix) -}}
{{- if kindIs "map" $value }}{{ include "orchestra.flat" (dict "map" $value "prefix" $name) }}
{{- else }}{{ printf "%s=%v\n" $name $value }}{{ end -}}
{{- end -}}
{{- end -}}
{{- define "orchestra.sum" -}}
{{- $sum := 0 -}}
{{- range $line := include "orchestra.flat" (dict "map" .) | splitList "\n" -}}
{{- with $line }}{{ $sum = add $sum (splitList "=" . | last | int) }}{{ end -}}
{{- end -}}
{{- $sum -}}
{{- end -}}
