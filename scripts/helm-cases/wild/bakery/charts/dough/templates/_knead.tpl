{{- /* Renders templates in a value of any kind, with `here` as $.Here when that is given */ -}}
{{- define "dough.knead" -}}
{{- $text := .what -}}
{{- if not (typeIs "string" .what) }}{{ $text = toYaml .what }}{{ end -}}
{{- if not (regexMatch "\\{\\{" $text) -}}
{{ $text }}
{{- else -}}
{{- $top := .top -}}
{{- if hasKey . "here" }}{{ $top = mergeOverwrite (deepCopy .top) (dict "Here" .here) }}{{ end -}}
{{ tpl $text $top }}
{{- end -}}
{{- end -}}
{{- define "dough.knead.all" -}}
{{- $bowl := dict -}}
{{- range $spoon := .what -}}
{{- $bowl = mustMerge $bowl (include "dough.knead" (dict "what" $spoon "top" $.top) | fromYaml) -}}
{{- end -}}
{{ toYaml $bowl }}
{{- end -}}
