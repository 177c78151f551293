#!/bin/sh
# A picture in Chinese that no font here can draw is written, with a warning. One in English has none.
program=$1
folder=$2/no_font
rm -rf "$folder" && mkdir -p "$folder/fonts" || exit 1
printf '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>' \
    "$folder/fonts" "$folder/cache" > "$folder/fonts.conf"
export FONTCONFIG_FILE="$folder/fonts.conf" QT_LOGGING_RULES='*=false'
for language in en zh; do
    "$program" render half-close -o "$folder/$language.svg" --lang $language 2> "$folder/$language" || exit 1
done
[ -s "$folder/zh.svg" ] || exit 1
grep -q "zh.svg: 本机没有中文字体；请安装一种" "$folder/zh" || { cat "$folder/zh"; exit 1; }
[ ! -s "$folder/en" ] || { cat "$folder/en"; exit 1; }
