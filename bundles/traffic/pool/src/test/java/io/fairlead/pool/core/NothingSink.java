package io.fairlead.pool.core;

import io.fairlead.traffic.pool.spi.ResultSink;

/** Takes a result that nobody wants. */
enum NothingSink implements ResultSink {
  INSTANCE;

  @Override
  public void columns(String[] names) {}

  @Override
  public void row(String[] values) {}

  @Override
  public void end(long rowsAffected) {}
}
