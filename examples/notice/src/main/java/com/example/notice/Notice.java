package com.example.notice;

/**
 * What is shown, the same on every surface.
 *
 * @param revision changes with every change; goes back as If-Match
 * @param applied whether the server already shows what stands in the file
 */
public record Notice(String text, String level, String revision, boolean applied) {}
