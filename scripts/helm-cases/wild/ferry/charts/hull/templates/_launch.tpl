{{- /* Everything that a boat needs, from the maps in the values */ -}}
{{- define "hull.launch" -}}
{{- include "hull.stow" . -}}
{{- $boat := . -}}
{{- range $what := list "crews" "berths" "gangways" "holds" "notices" -}}
  {{- $all := include "hull.aboard" (dict "boat" $boat "what" $what) | fromJson -}}
  {{- range $id, $one := $all }}
    {{- $sort := coalesce $one.sort (get (dict "crews" "boat" "berths" "ClusterIP") $what) -}}
    {{- $arg := dict "boat" $boat "id" $id "one" $one "sort" $sort -}}
    {{- $text := include (printf "hull.%s" $what) $arg -}}
    {{- if $text | trim }}
---
{{ $text | trim }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end -}}

{{- /* Values of the library lie below those of the chart */ -}}
{{- define "hull.stow" -}}
{{- with .Values.hull -}}
  {{- $own := omit $.Values "hull" | deepCopy -}}
  {{- $_ := set $ "Values" (mergeOverwrite (deepCopy .) $own) -}}
{{- end -}}
{{- end -}}

{{- define "hull.aboard" -}}
{{- $found := dict -}}
{{- range $id, $one := get .boat.Values .what | default dict -}}
  {{- if and (kindIs "map" $one) (dig "aboard" true $one) -}}
    {{- $found = set $found $id (mustMerge (dict "id" $id) (unset (deepCopy $one) "aboard")) -}}
  {{- end -}}
{{- end -}}
{{- mustToJson $found -}}
{{- end -}}

{{- define "hull.named" -}}
{{- if eq .id "helmsman" }}{{ .boat.Release.Name }}{{ else }}{{ printf "%s-%s" .boat.Release.Name .id | trunc 40 | trimSuffix "-" }}{{ end -}}
{{- end -}}

{{- define "hull.marks" -}}
{{- $marks := dict "isles.example.org/crew" .id "isles.example.org/paint" (tpl (.one.paint | default "none") .boat) -}}
{{- range $mark, $value := .one.marks }}{{ $_ := set $marks $mark (tpl ($value | toString) $.boat) }}{{ end -}}
{{- toYaml $marks -}}
{{- end -}}
