/** Network, pools, connections and sessions over REST: the traffic facades, one resource each. */
@org.jspecify.annotations.NullMarked
package io.fairlead.rest.traffic;
