{{- define "dough.called" -}}
{{- $own := .Values.called | default "" -}}
{{- $safe := regexReplaceAll "[^a-z0-9]+" (lower .Release.Name) "-" | trimAll "-" -}}
{{- $words := ternary (list $own) (list $safe .Chart.Name) (ne $own "") | uniq -}}
{{- join "-" $words | trunc 30 | trimSuffix "-" -}}
{{- end -}}
{{- define "dough.stickers" -}}
{{- $all := dict "made-by" .top.Release.Service "bakery" (include "dough.called" .top) -}}
{{- with .top.Chart.AppVersion }}{{ $_ := set $all "batch" (. | replace "+" "-") }}{{ end -}}
{{- range .also }}{{ $all = merge (include "dough.knead" (dict "what" . "top" $.top) | fromYaml) $all }}{{ end -}}
{{- if .few }}{{ $all = pick $all "made-by" "bakery" }}{{ end -}}
{{- toYaml $all -}}
{{- end -}}
