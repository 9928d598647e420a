/**
 * The inner parts of training and evaluation, timed one by one: a class a question.
 *
 * <p>JMH derives a class from every state, so that these alone of all classes are not final.
 */
@NullMarked
package dev.progloss.bench.inner;

import org.jspecify.annotations.NullMarked;
